-- An import whose node is gone goes on at another. Who works on it has a claim, as on a case: a lease that touched_at renews, by the
-- database's clock, and a version that every batch must name, so that a node that wakes up late keeps nothing twice.
alter table import_run
  add column node             uuid,
  add column claim_version    integer not null default 0,
  -- what the orders that came are told of when the last has come, whichever nodes brought them
  add column first_placed_at  timestamptz,
  add column last_placed_at   timestamptz;

-- The file itself, in pieces, until its import has ended: another node does not see the first one's disk.
create table import_file (
  import_id  uuid     not null constraint fk_import_file_run references import_run on delete cascade,
  position   integer  not null,
  content    bytea    not null,
  constraint pk_import_file primary key (import_id, position)
);
-- pieces come compressed
alter table import_file alter column content set storage external;
grant select, insert, delete on import_file to assize_app;
