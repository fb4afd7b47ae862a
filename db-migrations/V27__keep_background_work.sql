-- Which node does a piece of background work and when it was last seen at it: a node that starts ends what it left behind
-- itself, and what a dead node left is ended by the others.
alter table scoring_run add column node uuid, add column touched_at timestamptz;
update scoring_run set touched_at = created_at;
alter table scoring_run alter column touched_at set not null;
create index ix_scoring_run_under_way on scoring_run (created_at) where state in ('WAITING', 'RUNNING');
alter table training_run add column node uuid, add column touched_at timestamptz;
update training_run set touched_at = created_at;
alter table training_run alter column touched_at set not null;
create index ix_training_run_under_way on training_run (created_at) where state in ('WAITING', 'RUNNING');

-- What is to be scored: from an instant to the newest order. Noted in the transaction that gives the reason, and kept until a
-- run over it is done.
create table scoring_due (
  id            uuid        constraint pk_scoring_due primary key default uuidv7(),
  subject_kind  text        not null constraint ck_scoring_due_subject_kind check (subject_kind in ('order', 'seller')),
  placed_from   timestamptz not null,
  -- null until a run is at it
  run_id        uuid        constraint fk_scoring_due_run references scoring_run,
  failures      integer     not null default 0
);
create unique index uq_scoring_due_open on scoring_due (subject_kind) where run_id is null;
create index ix_scoring_due_run on scoring_due (run_id);
grant select, insert, update, delete on scoring_due to assize_app;
