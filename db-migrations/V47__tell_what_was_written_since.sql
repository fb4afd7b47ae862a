-- Which transaction wrote a row as it stands: whoever keeps rows in memory asks for those that the snapshot he read by did not
-- show. Rows from before this migration name none, which is older than anybody looks back.
alter table orders add column written_by xid8;
alter table orders alter column written_by set default pg_current_xact_id();
create index ix_orders_written on orders (written_by) where written_by is not null;

create function stamp_writer() returns trigger language plpgsql as $$
begin
  new.written_by := pg_current_xact_id();
  return new;
end $$;
-- by whatever statement it is changed, also by one that is typed by hand
create trigger orders_written before update on orders for each row execute function stamp_writer();

alter table label add column written_by xid8;
alter table label alter column written_by set default pg_current_xact_id();
create index ix_label_written on label (written_by) where written_by is not null and subject_kind = 'order';

create or replace view fraud_knowledge as
  select subject_kind, subject_id, label = 'fraud' as fraud, known_at, written_by
  from label;
