-- When the version of a record was taken: what has not been heard of for long is forgotten. Of those taken before now, from now.
alter table feed_version add column taken_at timestamptz not null default now();
alter table feed_version alter column taken_at drop default;
create index ix_feed_version_taken on feed_version (taken_at);
create index ix_dead_letter_settled on dead_letter (settled_at) where settled_at is not null;

grant delete on feed_version, dead_letter to assize_app;
