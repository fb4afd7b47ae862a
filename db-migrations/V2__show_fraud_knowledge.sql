-- What is known of fraud, for features: they stand below labels and read them through this view only.
create view fraud_knowledge as
  select subject_kind, subject_id, label = 'fraud' as fraud, known_at
  from label;
grant select on fraud_knowledge to assize_app;

-- The work of scoring a stretch of history, with progress that survives leaving the page.
create table scoring_run (
  id                uuid        constraint pk_scoring_run primary key,
  subject_kind      text        not null constraint ck_scoring_run_subject_kind check (subject_kind in ('order', 'seller')),
  placed_from       timestamptz not null,
  placed_until      timestamptz not null,
  model_version     text        constraint fk_scoring_run_model_version references model_version,
  state             text        not null constraint ck_scoring_run_state
                                check (state in ('WAITING', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'INTERRUPTED')),
  scored            bigint      not null default 0,
  flagged           bigint      not null default 0,
  sampled           bigint      not null default 0,
  progress          double precision not null default 0,
  problem           text,
  cancel_requested  boolean     not null default false,
  requested_by      uuid        not null constraint fk_scoring_run_actor references actor,
  created_at        timestamptz not null,
  finished_at       timestamptz
);
create index ix_scoring_run_model_version on scoring_run (model_version);
create index ix_scoring_run_requested_by on scoring_run (requested_by);
create index ix_scoring_run_created on scoring_run (created_at desc, id desc);
grant select, insert, update on scoring_run to assize_app;
