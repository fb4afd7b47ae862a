-- A session of a person in a browser. Kept here and not only in the cookie, so that signing out, a demotion or a new password
-- ends it on every node at once, and so that an open tab's heartbeat does not keep it alive for ever.
create table web_session (
  id            uuid        constraint pk_web_session primary key,
  -- SHA-256 of what the browser's cookie holds
  token_hash    bytea       not null constraint uq_web_session_token unique,
  person_id     uuid        not null constraint fk_web_session_person references person,
  -- the person's session_epoch at sign-in; a lower one than the person's means the session is over
  epoch         integer     not null,
  started_at    timestamptz not null,
  last_seen_at  timestamptz not null,
  ended_at      timestamptz
);
create index ix_web_session_person on web_session (person_id);
create index ix_web_session_started on web_session (started_at);
grant select, insert, update, delete on web_session to assize_app;

-- which node is answering: what it was doing when it crashed is set free when it starts again
alter table idempotency_key add column node uuid;
create index ix_idempotency_key_pending on idempotency_key (node) where status is null;
