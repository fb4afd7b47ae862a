-- What an audit sample is drawn from. An order stands in it once and a seller once a day, so that the probability kept with a
-- flag is that of its one draw, however often new models and further files have the same days scored again.
create table audit_frame (
  subject_kind  text not null constraint ck_audit_frame_subject_kind check (subject_kind in ('order', 'seller')),
  subject_id    text not null,
  day           date not null,
  -- null until the day is drawn from; checked at the commit, since the draw is told how many it had to choose from
  draw_id       uuid constraint fk_audit_frame_draw references audit_draw deferrable initially deferred
);
create unique index uq_audit_frame_order on audit_frame (subject_id) where subject_kind = 'order';
create unique index uq_audit_frame_seller on audit_frame (subject_id, day) where subject_kind = 'seller';
create index ix_audit_frame_day on audit_frame (subject_kind, day);
create index ix_audit_frame_undrawn on audit_frame (subject_kind, day) where draw_id is null;
create index ix_audit_frame_draw on audit_frame (draw_id);
grant select, insert on audit_frame to assize_app;
grant update (draw_id) on audit_frame to assize_app;

alter table audit_draw add column day date;
update audit_draw set day = left(stratum, 10)::date;
alter table audit_draw alter column day set not null;
create index ix_audit_draw_day on audit_draw (subject_kind, day);

-- whoever a draw before this chose from, by the first of its draws
insert into audit_frame (subject_kind, subject_id, day, draw_id)
select s.subject_kind, s.subject_id, d.day, d.id
from audit_draw d
join score s on s.subject_kind = d.subject_kind
  and case when d.stratum like '% scored live'
      then s.scoring_run is null and s.scored_at >= d.day and s.scored_at < d.day + 1
      -- a seller's day is scored as of its end
      else s.scoring_run = substring(d.stratum from 'run (.*)$')::uuid
           and s.as_of >= d.day and (s.as_of < d.day + 1 or s.subject_kind = 'seller' and s.as_of = d.day + 1) end
order by d.drawn_at, d.id
on conflict do nothing;

-- how many a model has flagged of a day
create index ix_flag_model_as_of on flag (subject_kind, as_of) where origin = 'model';
