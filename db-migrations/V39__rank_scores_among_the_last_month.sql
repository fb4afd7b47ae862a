-- How the scores of a model lie: counted by the day they speak of, in steps of the log odds of 1/256. Each score is counted once,
-- in the order of the ids, so that nobody reads a month of scores to say how many of them are lower than one.
create table score_tally (
  model_version text     not null constraint fk_score_tally_model_version references model_version,
  day           date     not null,
  step          smallint not null,
  scores        bigint   not null constraint ck_score_tally_scores check (scores > 0),
  constraint pk_score_tally primary key (model_version, day, step)
);

-- Up to which score they are counted.
create table score_tally_mark (
  only_row   boolean not null default true constraint pk_score_tally_mark primary key constraint ck_score_tally_mark_only_row check (only_row),
  counted_to bigint  not null
);
insert into score_tally_mark (counted_to) values (0);

grant select, insert, update, delete on score_tally to assize_app;
grant select, update on score_tally_mark to assize_app;
