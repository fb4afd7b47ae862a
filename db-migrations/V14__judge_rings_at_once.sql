-- Sellers that hang together are judged at once: the case of one of them leads, the cases of the others follow it. Each keeps
-- its own row, so that one open case per subject holds for them as for everybody (uq_fraud_case_open), and its own chain.
-- The case that leads names itself; what is left after the verdict says which ring a case was once judged with.
alter table fraud_case add column ring_id uuid constraint fk_fraud_case_ring references fraud_case;
create index ix_fraud_case_ring on fraud_case (ring_id) where ring_id is not null;
alter table fraud_case drop constraint ck_fraud_case_state;
alter table fraud_case add constraint ck_fraud_case_state
  check (state in ('WAITING', 'CLAIMED', 'SNOOZED', 'SECOND_REVIEW', 'IN_RING', 'CLOSED'));
alter table fraud_case add constraint ck_fraud_case_in_ring check (state <> 'IN_RING' or ring_id is not null and ring_id <> id);
grant update (ring_id) on fraud_case to assize_app;
