-- That a request was carried out under an idempotency key is written in the transaction that carries it out: whatever happens
-- before its answer is kept, the key is not free for a second time.
alter table idempotency_key add column done_at timestamptz;
-- of a body that is too long to be read before the route reads it; known once it has been read
alter table idempotency_key add column content_hash bytea;
