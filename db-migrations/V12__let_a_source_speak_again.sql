-- A source may say more than one thing of a subject (a seller has many chargebacks), each at another time. What it says again
-- for the same instant corrects what it said.
alter table outcome drop constraint uq_outcome_subject_source;
alter table outcome add constraint uq_outcome_said unique (subject_kind, subject_id, source, known_at);
