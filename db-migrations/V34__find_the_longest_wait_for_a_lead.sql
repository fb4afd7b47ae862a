-- Those that wait for a lead's word, the longest wait first.
create index ix_fraud_case_second_review on fraud_case (opened_at, id) where state = 'SECOND_REVIEW';
