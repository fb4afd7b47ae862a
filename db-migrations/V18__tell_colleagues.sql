-- Who has a case open at this moment. Not a record of anything: after a crash it may be empty, so it costs no log.
create unlogged table case_viewer (
  visit     uuid        constraint pk_case_viewer primary key,
  case_id   uuid        not null constraint fk_case_viewer_case references fraud_case,
  actor_id  uuid        not null constraint fk_case_viewer_actor references actor,
  since     timestamptz not null,
  -- a visit that nobody confirms any more is over, whatever became of the browser or of the node
  seen_at   timestamptz not null
);
create index ix_case_viewer_case on case_viewer (case_id);
create index ix_case_viewer_actor on case_viewer (actor_id);
create index ix_case_viewer_seen on case_viewer (seen_at);
grant select, insert, update, delete on case_viewer to assize_app;

-- A question on a case to one person. The words are notes, so that they stay with the case.
create table question (
  id           uuid        constraint pk_question primary key,
  case_id      uuid        not null constraint fk_question_case references fraud_case,
  note_id      uuid        not null constraint fk_question_note references note,
  asked_by     uuid        not null constraint fk_question_asked_by references actor,
  asked_of     uuid        not null constraint fk_question_asked_of references actor,
  asked_at     timestamptz not null,
  answer_id    uuid        constraint fk_question_answer references note,
  answered_at  timestamptz,
  constraint ck_question_self check (asked_by <> asked_of),
  constraint ck_question_answer check ((answer_id is null) = (answered_at is null))
);
create index ix_question_case on question (case_id, asked_at);
create index ix_question_note on question (note_id);
create index ix_question_answer on question (answer_id) where answer_id is not null;
create index ix_question_asked_by on question (asked_by);
create index ix_question_asked_of on question (asked_of) where answer_id is null;
grant select, insert on question to assize_app;
grant update (answer_id, answered_at) on question to assize_app;

-- What somebody should know who was not there: they were named in a note, asked, answered, or given a case.
create table notification (
  id         uuid        constraint pk_notification primary key,
  person_id  uuid        not null constraint fk_notification_person references person,
  kind       text        not null constraint ck_notification_kind check (kind in ('mention', 'question', 'answer', 'hand_over')),
  case_id    uuid        not null constraint fk_notification_case references fraud_case,
  note_id    uuid        not null constraint fk_notification_note references note,
  sent_by    uuid        not null constraint fk_notification_sent_by references actor,
  sent_at    timestamptz not null,
  read_at    timestamptz
);
create index ix_notification_person on notification (person_id, sent_at desc, id desc);
create index ix_notification_unread on notification (person_id) where read_at is null;
create index ix_notification_case on notification (case_id);
create index ix_notification_note on notification (note_id);
create index ix_notification_sent_by on notification (sent_by);
grant select, insert on notification to assize_app;
grant update (read_at) on notification to assize_app;
