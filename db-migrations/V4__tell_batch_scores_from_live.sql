-- A live day is drawn from at its close, a scored stretch of history at once: a score says which of the two it belongs to.
alter table score add column scoring_run uuid constraint fk_score_scoring_run references scoring_run;
create index ix_score_scoring_run on score (scoring_run) where scoring_run is not null;
