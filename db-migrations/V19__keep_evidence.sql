-- Files that people put into a case. The bytes are kept once, however often the same file is attached, and are never changed:
-- what a verdict rested on must be there as it was.
create table evidence_content (
  sha256   bytea  constraint pk_evidence_content primary key constraint ck_evidence_content_sha256 check (length(sha256) = 32),
  content  bytea  not null constraint ck_evidence_content_size check (length(content) between 1 and 10485760)
);
-- pictures do not get smaller by being compressed once more
alter table evidence_content alter column content set storage external;

create table evidence (
  id           uuid        constraint pk_evidence primary key,
  case_id      uuid        not null constraint fk_evidence_case references fraud_case,
  sha256       bytea       not null constraint fk_evidence_content references evidence_content,
  file_name    text        not null constraint ck_evidence_file_name check (length(file_name) between 1 and 160),
  kind         text        not null constraint ck_evidence_kind check (kind in ('png', 'jpeg', 'webp', 'gif', 'pdf', 'text', 'csv')),
  bytes        integer     not null,
  attached_by  uuid        not null constraint fk_evidence_attached_by references actor,
  attached_at  timestamptz not null,
  constraint uq_evidence_once unique (case_id, sha256)
);
create index ix_evidence_case on evidence (case_id, attached_at desc, id desc);
create index ix_evidence_content on evidence (sha256);
create index ix_evidence_attached_by on evidence (attached_by);

grant select, insert on evidence_content, evidence to assize_app;
