-- what was taken long enough ago is found to be dropped
create index ix_outbox_published on outbox (published_at) where published_at is not null;
