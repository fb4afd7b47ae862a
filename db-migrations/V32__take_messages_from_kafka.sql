-- As whom messages are taken; people who send one again do it as themselves.
insert into actor (id, kind, name, created_at)
values ('00000000-0000-7000-8000-000000000002', 'system', 'Kafka', '2026-01-01T00:00:00Z');

-- How far each partition has been taken, moved in the transaction that keeps the records: what came before is never taken twice,
-- whatever Kafka redelivers, and nothing is passed over, whatever Kafka believes was committed.
create table feed_offset (
  topic         text        not null,
  partition     integer     not null,
  feed          text        not null constraint ck_feed_offset_feed check (feed in ('sellers', 'orders', 'outcomes')),
  -- a topic that was made anew under the same name begins at 0 again
  topic_id      uuid        not null,
  next_offset   bigint      not null,
  accepted      bigint      not null default 0,
  duplicates    bigint      not null default 0,
  updated       bigint      not null default 0,
  rejected      bigint      not null default 0,
  sent_at       timestamptz,
  taken_at      timestamptz,
  constraint pk_feed_offset primary key (topic, partition)
);

-- The newest version of a record whose sender numbers its versions: an older one that comes later is no update.
create table feed_version (
  feed          text        not null constraint ck_feed_version_feed check (feed in ('sellers', 'orders', 'outcomes')),
  record_id     text        not null,
  version       bigint      not null,
  constraint pk_feed_version primary key (feed, record_id)
);

create table dead_letter (
  id            uuid        constraint pk_dead_letter primary key,
  feed          text        not null constraint ck_dead_letter_feed check (feed in ('sellers', 'orders', 'outcomes')),
  topic         text        not null,
  topic_id      uuid        not null,
  partition     integer     not null,
  message_offset bigint     not null,
  message_key   bytea,
  -- as it came; one that is too long is kept to its first bytes
  message       bytea,
  message_size  integer     not null,
  version       bigint,
  sent_at       timestamptz not null,
  reason        text        not null,
  arguments     text[]      not null,
  column_name   text,
  value         text,
  attempts      integer     not null,
  state         text        not null constraint ck_dead_letter_state check (state in ('WAITING', 'TAKEN', 'DROPPED')),
  failed_at     timestamptz not null,
  settled_by    uuid        constraint fk_dead_letter_settled_by references actor,
  settled_at    timestamptz,
  -- null until the dead letters' own topic has it
  published_at  timestamptz,
  constraint uq_dead_letter_message unique (topic_id, partition, message_offset),
  constraint ck_dead_letter_settled check ((state = 'WAITING') = (settled_at is null))
);
create index ix_dead_letter_waiting on dead_letter (failed_at desc, id desc) where state = 'WAITING';
create index ix_dead_letter_unpublished on dead_letter (failed_at, id) where published_at is null;
create index ix_dead_letter_settled_by on dead_letter (settled_by);

grant select, insert, update on feed_offset, feed_version, dead_letter to assize_app;
