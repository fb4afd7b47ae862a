-- A share of cases is read by two people who do not know of each other what they found. Until both have read, a reading is
-- no verdict: it stands here, under a seal that the trail keeps, and nothing that tells of verdicts knows it.
create table blind_reading (
  -- the verdict that comes of it, if it is the one that stands, has the same id
  id              uuid        constraint pk_blind_reading primary key,
  case_id         uuid        not null constraint fk_blind_reading_case references fraud_case,
  place           smallint    not null constraint ck_blind_reading_place check (place in (1, 2)),
  decision        text        not null constraint ck_blind_reading_decision check (decision in ('FRAUD', 'LEGITIMATE', 'INCONCLUSIVE')),
  typology        text,
  confidence      text        not null constraint ck_blind_reading_confidence check (confidence in ('CERTAIN', 'LIKELY')),
  flag_useful     boolean     not null,
  rationale       text        not null,
  rationale_salt  bytea       not null,
  -- of the whole reading: the trail holds only the hash until both are in
  seal_salt       bytea       not null,
  actions         text[]      not null,
  claim_version   bigint      not null,
  -- the queue and the version of its policy that drew the case, whose seed repeats the draw; of the second, where it was read
  queue_key       text        not null constraint fk_blind_reading_queue references queue,
  policy_version  integer     not null,
  read_by         uuid        not null constraint fk_blind_reading_read_by references actor,
  -- who answers for them: a person and a token of theirs are not two readers
  reader          uuid        not null constraint fk_blind_reading_reader references actor,
  read_at         timestamptz not null,
  constraint uq_blind_reading_place unique (case_id, place),
  constraint uq_blind_reading_reader unique (case_id, reader),
  constraint ck_blind_reading_typology check ((decision = 'FRAUD') = (typology is not null))
);
create index ix_blind_reading_read_by on blind_reading (read_by, read_at);
create index ix_blind_reading_reader on blind_reading (reader);
create index ix_blind_reading_queue on blind_reading (queue_key);
create index ix_blind_reading_second on blind_reading (read_at) where place = 2;
create trigger tr_blind_reading_insert_only before update or delete on blind_reading
  for each row execute function refuse_change();
grant select, insert on blind_reading to assize_app;

-- Who has read the case and must not be its second reader; null unless it waits for one.
alter table fraud_case add column first_reader uuid constraint fk_fraud_case_first_reader references actor;
alter table fraud_case add constraint ck_fraud_case_second_reader check (claimed_by <> first_reader);
create index ix_fraud_case_first_reader on fraud_case (first_reader) where first_reader is not null;
grant update (first_reader) on fraud_case to assize_app;

-- Who put it aside or handed it over, as long as it is aside or waits for the other; they want to know what became of it.
alter table fraud_case add column passed_by uuid constraint fk_fraud_case_passed_by references actor;
create index ix_fraud_case_passed_by on fraud_case (passed_by) where passed_by is not null;
grant update (passed_by) on fraud_case to assize_app;
alter table bulk_act_case add column passed_by uuid;

-- One word to whoever was given many cases at once: how many; the case is the first of them.
alter table notification add column cases integer not null default 1 constraint ck_notification_cases check (cases > 0);

alter table queue_policy add column blind_share double precision not null default 0
  constraint ck_queue_policy_blind check (blind_share between 0 and 1);

alter table second_review drop constraint ck_second_review_rule;
alter table second_review add constraint ck_second_review_rule check (rule in ('share', 'value', 'typology', 'disagreement'));

-- Of a token, the person who made it, or who made the token that made it; of anybody else, themselves.
create function person_behind(p_actor uuid) returns uuid
language sql stable parallel safe set search_path from current
return (
  with recursive behind (id) as (
    select p_actor
    union
    select token.created_by from behind join api_token token on token.id = behind.id
  )
  select coalesce((select behind.id from behind join person on person.id = behind.id), p_actor)
);
