-- An import that nobody works on any more must not look as if it ran: whoever works on it says so every few seconds.
alter table import_run add column touched_at timestamptz;
create index ix_import_run_unfinished on import_run (touched_at) where state in ('WAITING', 'RUNNING');
-- the words of a reason are put together when they are read, in the reader's language
alter table import_reject add column arguments text[] not null default '{}';
