-- A verdict that the rule of its queue sets aside: nothing follows from it, neither label nor action, until another person has
-- confirmed it or put their own in its place.
create table second_review (
  id              uuid        constraint pk_second_review primary key,
  case_id         uuid        not null constraint fk_second_review_case references fraud_case,
  verdict_id      uuid        not null constraint fk_second_review_verdict references verdict
                              constraint uq_second_review_verdict unique,
  reached_by      uuid        not null constraint fk_second_review_reached_by references actor,
  -- which part of the rule, and of which version of the policy
  rule            text        not null constraint ck_second_review_rule check (rule in ('share', 'value', 'typology')),
  policy_version  integer     not null,
  requested_at    timestamptz not null,
  reviewed_by     uuid        constraint fk_second_review_reviewed_by references actor,
  reviewed_at     timestamptz,
  upheld          boolean,
  constraint ck_second_review_done check ((reviewed_by is null) = (reviewed_at is null) and (reviewed_by is null) = (upheld is null)),
  constraint ck_second_review_four_eyes check (reviewed_by is null or reviewed_by <> reached_by)
);
create unique index uq_second_review_open on second_review (case_id) where reviewed_at is null;
create index ix_second_review_case on second_review (case_id);
create index ix_second_review_reached_by on second_review (reached_by);
create index ix_second_review_reviewed_by on second_review (reviewed_by) where reviewed_by is not null;
grant select, insert on second_review to assize_app;
grant update (reviewed_by, reviewed_at, upheld) on second_review to assize_app;
