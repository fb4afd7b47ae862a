-- A filter that a person has named; the address is the filter.
create table saved_filter (
  id          uuid        constraint pk_saved_filter primary key,
  person_id   uuid        not null constraint fk_saved_filter_person references person,
  name        text        not null,
  address     text        not null constraint ck_saved_filter_address check (length(address) <= 2000),
  created_at  timestamptz not null,
  constraint uq_saved_filter_name unique (person_id, name)
);
grant select, insert, update, delete on saved_filter to assize_app;

-- One act on many cases, and what each of them was before, so that it can be taken back within its window.
create table bulk_act (
  id          uuid        constraint pk_bulk_act primary key,
  act         text        not null,
  queue_key   text        not null constraint fk_bulk_act_queue references queue,
  query       jsonb       not null,
  arguments   jsonb       not null,
  cases       integer     not null default 0,
  left_out    integer     not null default 0,
  acted_by    uuid        not null constraint fk_bulk_act_actor references actor,
  acted_at    timestamptz not null,
  undo_until  timestamptz not null,
  undone_at   timestamptz
);
create index ix_bulk_act_acted_by on bulk_act (acted_by);
create index ix_bulk_act_queue on bulk_act (queue_key);

create table bulk_act_case (
  bulk_id        uuid    not null constraint fk_bulk_act_case_bulk references bulk_act,
  case_id        uuid    not null constraint fk_bulk_act_case_case references fraud_case,
  -- the claim version that the act left: as long as it stands, nobody has touched the case since
  version        bigint  not null,
  state          text    not null,
  queue_key      text    not null,
  claimed_by     uuid,
  claimed_at     timestamptz,
  claimed_until  timestamptz,
  released_by    uuid,
  released_at    timestamptz,
  assigned_to    uuid,
  snoozed_until  timestamptz,
  constraint pk_bulk_act_case primary key (bulk_id, case_id)
);
create index ix_bulk_act_case_case on bulk_act_case (case_id);
grant select, insert on bulk_act, bulk_act_case to assize_app;
grant update (cases, left_out, undone_at) on bulk_act to assize_app;
