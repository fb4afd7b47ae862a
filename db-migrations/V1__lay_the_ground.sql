-- Assize's tables. Everything here is owned by the role that runs the migrations; the application's role owns nothing and
-- gets, table by table at the end of this file, only what its use cases need.
-- Three times are kept apart everywhere: occurred_at (in the world), recorded_at (by us), known_at (when a label became known).

-- ---------------------------------------------------------------------------------------------------------- who acts
create table actor (
  id          uuid        constraint pk_actor primary key,
  kind        text        not null constraint ck_actor_kind check (kind in ('person', 'token', 'system')),
  name        text        not null,
  created_at  timestamptz not null
);
insert into actor (id, kind, name, created_at)
values ('00000000-0000-7000-8000-000000000001', 'system', 'Assize', '2026-01-01T00:00:00Z');

create table person (
  id               uuid        constraint pk_person primary key constraint fk_person_actor references actor,
  username         text        not null,
  display_name     text        not null,
  email            text,
  password_hash    text,
  roles            text[]      not null,
  active           boolean     not null default true,
  -- raised whenever roles, activity or the password change: a session that carries an older number is over
  session_epoch    integer     not null default 0,
  failed_sign_ins  integer     not null default 0,
  locked_until     timestamptz,
  last_sign_in_at  timestamptz,
  preferences      jsonb       not null default '{}',
  created_at       timestamptz not null,
  version          integer     not null default 0,
  constraint ck_person_roles check (roles <@ array ['investigator', 'lead', 'auditor', 'scientist', 'administrator', 'service'])
);
create unique index uq_person_username on person (lower(username));

create table sign_in_link (
  id          uuid        constraint pk_sign_in_link primary key,
  token_hash  bytea       not null constraint uq_sign_in_link_token unique,
  purpose     text        not null constraint ck_sign_in_link_purpose check (purpose in ('first_administrator', 'invitation', 'new_password')),
  person_id   uuid        constraint fk_sign_in_link_person references person,
  expires_at  timestamptz not null,
  used_at     timestamptz
);
create index ix_sign_in_link_person on sign_in_link (person_id);

create table api_token (
  id            uuid        constraint pk_api_token primary key constraint fk_api_token_actor references actor,
  name          text        not null,
  token_hash    bytea       not null constraint uq_api_token_hash unique,
  scopes        text[]      not null,
  created_by    uuid        not null constraint fk_api_token_created_by references actor,
  created_at    timestamptz not null,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  last_used_at  timestamptz,
  version       integer     not null default 0
);
create index ix_api_token_created_by on api_token (created_by);

-- ------------------------------------------------------------------------------------------- sellers, orders, outcomes
create table seller (
  seller_id      text        constraint pk_seller primary key,
  registered_at  timestamptz,
  name           text,
  country        text,
  market         text,
  category       text,
  email          text,
  phone          text,
  bank_account   text,
  device_id      text,
  ip             text,
  status         text,
  attributes     jsonb       not null default '{}',
  -- true while only an order has named this seller
  from_order     boolean     not null default false,
  content_hash   bytea       not null,
  version        integer     not null default 1,
  recorded_at    timestamptz not null
);
create index ix_seller_bank_account on seller (bank_account) where bank_account is not null;
create index ix_seller_device on seller (device_id) where device_id is not null;
create index ix_seller_phone on seller (phone) where phone is not null;
create index ix_seller_ip on seller (ip) where ip is not null;
create index ix_seller_email on seller (email) where email is not null;

create table seller_history (
  seller_id    text        not null,
  version      integer     not null,
  content      jsonb       not null,
  recorded_at  timestamptz not null,
  replaced_at  timestamptz not null,
  constraint pk_seller_history primary key (seller_id, version)
);

create table orders (
  order_id          text        constraint pk_orders primary key,
  placed_at         timestamptz not null,
  seller_id         text        not null constraint fk_orders_seller references seller,
  buyer_id          text        not null,
  amount_minor      bigint      not null,
  currency          char(3)     not null,
  creator_id        text,
  device_id         text,
  payment_id        text,
  ip                text,
  ship_to_country   text,
  ship_to_postcode  text,
  category          text,
  item_count        integer,
  status            text,
  delivered_at      timestamptz,
  review_score      integer,
  attributes        jsonb       not null default '{}',
  content_hash      bytea       not null,
  version           integer     not null default 1,
  recorded_at       timestamptz not null
);
-- each key a feature window is read by, with its time: the live path loads exactly these ranges
create index ix_orders_placed on orders (placed_at, order_id);
create index ix_orders_seller on orders (seller_id, placed_at);
create index ix_orders_buyer on orders (buyer_id, placed_at);
create index ix_orders_device on orders (device_id, placed_at) where device_id is not null;
create index ix_orders_payment on orders (payment_id, placed_at) where payment_id is not null;
create index ix_orders_ip on orders (ip, placed_at) where ip is not null;
create index ix_orders_ship_to on orders (ship_to_country, ship_to_postcode, placed_at) where ship_to_postcode is not null;

create table orders_history (
  order_id     text        not null,
  version      integer     not null,
  content      jsonb       not null,
  recorded_at  timestamptz not null,
  replaced_at  timestamptz not null,
  constraint pk_orders_history primary key (order_id, version)
);

create table outcome (
  id            uuid        constraint pk_outcome primary key default uuidv7(),
  subject_kind  text        not null constraint ck_outcome_subject_kind check (subject_kind in ('order', 'seller')),
  subject_id    text        not null,
  source        text        not null,
  fraud         boolean     not null,
  typology      text,
  known_at      timestamptz not null,
  occurred_at   timestamptz,
  content_hash  bytea       not null,
  version       integer     not null default 1,
  recorded_at   timestamptz not null,
  constraint uq_outcome_subject_source unique (subject_kind, subject_id, source)
);
create index ix_outcome_known on outcome (known_at);

create table outcome_history (
  outcome_id   uuid        not null,
  version      integer     not null,
  content      jsonb       not null,
  recorded_at  timestamptz not null,
  replaced_at  timestamptz not null,
  constraint pk_outcome_history primary key (outcome_id, version)
);

create table attribute_declaration (
  subject_kind  text        not null constraint ck_attribute_subject_kind check (subject_kind in ('order', 'seller')),
  name          text        not null,
  type          text        not null constraint ck_attribute_type check (type in ('categorical', 'numeric', 'instant', 'text')),
  declared_at   timestamptz not null,
  constraint pk_attribute_declaration primary key (subject_kind, name)
);

-- ------------------------------------------------------------------------------------------------------------- feeds
create table feed_mapping (
  id          uuid        constraint pk_feed_mapping primary key default uuidv7(),
  feed        text        not null constraint ck_feed_mapping_feed check (feed in ('sellers', 'orders', 'outcomes')),
  name        text        not null,
  content     jsonb       not null,
  created_by  uuid        not null constraint fk_feed_mapping_actor references actor,
  created_at  timestamptz not null,
  constraint uq_feed_mapping_name unique (feed, name)
);
create index ix_feed_mapping_created_by on feed_mapping (created_by);

create table import_run (
  id                uuid        constraint pk_import_run primary key default uuidv7(),
  feed              text        not null constraint ck_import_run_feed check (feed in ('sellers', 'orders', 'outcomes')),
  file_name         text        not null,
  mapping           jsonb,
  state             text        not null constraint ck_import_run_state
                                check (state in ('WAITING', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'INTERRUPTED')),
  rows_read         bigint      not null default 0,
  accepted          bigint      not null default 0,
  duplicates        bigint      not null default 0,
  updated           bigint      not null default 0,
  rejected          bigint      not null default 0,
  skipped           bigint      not null default 0,
  bytes_read        bigint      not null default 0,
  bytes_total       bigint,
  problem           text,
  cancel_requested  boolean     not null default false,
  requested_by      uuid        not null constraint fk_import_run_actor references actor,
  created_at        timestamptz not null,
  started_at        timestamptz,
  finished_at       timestamptz
);
create index ix_import_run_requested_by on import_run (requested_by);
create index ix_import_run_created on import_run (created_at desc, id desc);

create table import_reject (
  import_id    uuid    not null constraint fk_import_reject_run references import_run on delete cascade,
  position     bigint  not null,
  line         bigint  not null,
  column_name  text,
  value        text,
  reason       text    not null,
  constraint pk_import_reject primary key (import_id, position)
);

-- ------------------------------------------------------------------------------------------------- models and scores
create table feature_set (
  id            integer  generated always as identity constraint pk_feature_set primary key,
  subject_kind  text     not null constraint ck_feature_set_subject_kind check (subject_kind in ('order', 'seller')),
  names         text[]   not null,
  constraint uq_feature_set unique (subject_kind, names)
);

create table feature_distribution (
  subject_kind  text        not null,
  feature       text        not null,
  content       jsonb       not null,
  computed_at   timestamptz not null,
  constraint pk_feature_distribution primary key (subject_kind, feature)
);

create table model_version (
  version        text        constraint pk_model_version primary key,
  subject_kind   text        not null constraint ck_model_version_subject_kind check (subject_kind in ('order', 'seller')),
  ordinal        integer     not null,
  algorithm      text        not null,
  options        jsonb       not null,
  seed           bigint      not null,
  feature_set    integer     not null constraint fk_model_version_feature_set references feature_set,
  trained_on     jsonb       not null,
  metrics        jsonb       not null,
  forest         bytea       not null,
  smile_blob     bytea       not null,
  sha256         bytea       not null,
  smile_version  text        not null,
  created_by     uuid        not null constraint fk_model_version_actor references actor,
  created_at     timestamptz not null,
  constraint uq_model_version_ordinal unique (subject_kind, ordinal)
);
create index ix_model_version_feature_set on model_version (feature_set);
create index ix_model_version_created_by on model_version (created_by);

create table champion (
  subject_kind   text        constraint pk_champion primary key,
  model_version  text        not null constraint fk_champion_model_version references model_version,
  since          timestamptz not null
);
create index ix_champion_model_version on champion (model_version);

create table promotion (
  id             uuid        constraint pk_promotion primary key default uuidv7(),
  model_version  text        not null constraint fk_promotion_model_version references model_version,
  kind           text        not null constraint ck_promotion_kind check (kind in ('promotion', 'rollback', 'first')),
  reason         text        not null,
  requested_by   uuid        not null constraint fk_promotion_requested_by references actor,
  requested_at   timestamptz not null,
  decided_by     uuid        constraint fk_promotion_decided_by references actor,
  decided_at     timestamptz,
  decision       text        constraint ck_promotion_decision check (decision in ('approved', 'refused')),
  -- the first model of a new marketplace has nobody to compare with; every later one is approved by somebody else
  constraint ck_promotion_four_eyes check (kind = 'first' or decided_by is null or decided_by <> requested_by)
);
create index ix_promotion_model_version on promotion (model_version);
create index ix_promotion_requested_by on promotion (requested_by);
create index ix_promotion_decided_by on promotion (decided_by);
create unique index uq_promotion_open on promotion (model_version) where decision is null;

create table score (
  id             bigint           generated always as identity constraint pk_score primary key,
  subject_kind   text             not null constraint ck_score_subject_kind check (subject_kind in ('order', 'seller')),
  subject_id     text             not null,
  as_of          timestamptz      not null,
  model_version  text             not null constraint fk_score_model_version references model_version,
  score          double precision not null constraint ck_score_finite check (score >= 0 and score <= 1),
  percentile     double precision not null,
  feature_set    integer          not null constraint fk_score_feature_set references feature_set,
  features       double precision[] not null,
  scored_at      timestamptz      not null
);
create index ix_score_subject on score (subject_kind, subject_id, as_of desc, id desc);
create index ix_score_scored on score (subject_kind, scored_at);
create index ix_score_model_version on score (model_version);
create index ix_score_feature_set on score (feature_set);

-- --------------------------------------------------------------------------------------------------------- flagging
create table flag_policy (
  subject_kind           text             not null constraint ck_flag_policy_subject_kind check (subject_kind in ('order', 'seller')),
  version                integer          not null,
  capacity_per_day       integer          not null constraint ck_flag_policy_capacity check (capacity_per_day between 1 and 1000000),
  audit_share            double precision not null constraint ck_flag_policy_audit_share check (audit_share between 0 and 1),
  audit_minimum_per_day  integer          not null constraint ck_flag_policy_audit_minimum check (audit_minimum_per_day >= 0),
  -- null until enough was scored to derive it from the capacity
  threshold              double precision,
  changed_by             uuid             not null constraint fk_flag_policy_actor references actor,
  changed_at             timestamptz      not null,
  constraint pk_flag_policy primary key (subject_kind, version)
);
create index ix_flag_policy_changed_by on flag_policy (changed_by);

create table audit_draw (
  id              uuid        constraint pk_audit_draw primary key default uuidv7(),
  subject_kind    text        not null,
  stratum         text        not null,
  population      integer     not null,
  sample_size     integer     not null,
  seed            bigint      not null,
  policy_version  integer     not null,
  drawn_at        timestamptz not null,
  constraint uq_audit_draw_stratum unique (subject_kind, stratum),
  constraint fk_audit_draw_policy foreign key (subject_kind, policy_version) references flag_policy (subject_kind, version)
);
create index ix_audit_draw_policy on audit_draw (subject_kind, policy_version);

-- ------------------------------------------------------------------------------------------------- queues and cases
create table queue (
  key           text     constraint pk_queue primary key,
  name          text     not null,
  subject_kind  text     constraint ck_queue_subject_kind check (subject_kind in ('order', 'seller')),
  position      integer  not null
);

create table queue_policy (
  queue_key            text        not null constraint fk_queue_policy_queue references queue,
  version              integer     not null,
  sla_minutes          integer     not null constraint ck_queue_policy_sla check (sla_minutes > 0),
  lease_minutes        integer     not null constraint ck_queue_policy_lease check (lease_minutes between 1 and 1440),
  capacity_per_person  integer     constraint ck_queue_policy_capacity check (capacity_per_person > 0),
  actions              text[]      not null,
  changed_by           uuid        not null constraint fk_queue_policy_actor references actor,
  changed_at           timestamptz not null,
  constraint pk_queue_policy primary key (queue_key, version)
);
create index ix_queue_policy_changed_by on queue_policy (changed_by);

create table fraud_case (
  id                   uuid        constraint pk_fraud_case primary key,
  number               bigint      generated always as identity constraint uq_fraud_case_number unique,
  subject_kind         text        not null constraint ck_fraud_case_subject_kind check (subject_kind in ('order', 'seller')),
  subject_id           text        not null,
  market               text,
  queue_key            text        not null constraint fk_fraud_case_queue references queue,
  state                text        not null constraint ck_fraud_case_state
                                   check (state in ('WAITING', 'CLAIMED', 'SNOOZED', 'SECOND_REVIEW', 'CLOSED')),
  -- value at risk x probability, aged by the time left: a number that needs no refreshing (see queue/Priority)
  priority             double precision not null,
  value_at_risk_minor  bigint      not null,
  currency             char(3)     not null,
  score                double precision,
  percentile           double precision,
  model_version        text,
  opened_at            timestamptz not null,
  due_at               timestamptz not null,
  claimed_by           uuid        constraint fk_fraud_case_claimed_by references actor,
  claimed_at           timestamptz,
  claimed_until        timestamptz,
  -- rises with every claim and every loss of one: what fences a laptop that comes back from sleep
  claim_version        bigint      not null default 0,
  released_by          uuid        constraint fk_fraud_case_released_by references actor,
  released_at          timestamptz,
  assigned_to          uuid        constraint fk_fraud_case_assigned_to references actor,
  snoozed_until        timestamptz,
  closed_at            timestamptz,
  chain_seq            bigint      not null default 0,
  chain_head           bytea       not null default '\x',
  constraint ck_fraud_case_claim check ((state = 'CLAIMED') = (claimed_by is not null) and (claimed_by is null) = (claimed_until is null)),
  constraint ck_fraud_case_snooze check (state <> 'SNOOZED' or snoozed_until is not null),
  constraint ck_fraud_case_closed check ((state = 'CLOSED') = (closed_at is not null))
);
-- at most one open case per subject: the database says so, whatever the code believes
create unique index uq_fraud_case_open on fraud_case (subject_kind, subject_id) where state <> 'CLOSED';
-- equals the ORDER BY of the claim, column by column; a wrong index here costs a factor of 300
create index ix_fraud_case_claim on fraud_case (queue_key, priority desc, id) where state = 'WAITING';
create index ix_fraud_case_lease on fraud_case (claimed_until) where state = 'CLAIMED';
create index ix_fraud_case_holder on fraud_case (claimed_by) where claimed_by is not null;
create index ix_fraud_case_snooze on fraud_case (snoozed_until) where state = 'SNOOZED';
create index ix_fraud_case_open_queue on fraud_case (queue_key, opened_at, id) where state <> 'CLOSED';
create index ix_fraud_case_due on fraud_case (queue_key, due_at) where state <> 'CLOSED';
create index ix_fraud_case_subject on fraud_case (subject_kind, subject_id, opened_at desc);
create index ix_fraud_case_opened on fraud_case (opened_at desc, id desc);
create index ix_fraud_case_assigned on fraud_case (assigned_to) where assigned_to is not null;
create index ix_fraud_case_released on fraud_case (released_by) where released_by is not null;

create table flag (
  id                     uuid        constraint pk_flag primary key,
  case_id                uuid        not null constraint fk_flag_case references fraud_case,
  subject_kind           text        not null,
  subject_id             text        not null,
  origin                 text        not null constraint ck_flag_origin check (origin in ('model', 'rule', 'audit_sample', 'referral', 'appeal')),
  as_of                  timestamptz not null,
  score_id               bigint      constraint fk_flag_score references score,
  score                  double precision,
  percentile             double precision,
  model_version          text        constraint fk_flag_model_version references model_version,
  reasons                jsonb       not null default '[]',
  inclusion_probability  double precision not null constraint ck_flag_inclusion check (inclusion_probability > 0 and inclusion_probability <= 1),
  stratum                text,
  seed                   bigint,
  policy_version         integer,
  note                   text,
  flagged_by             uuid        not null constraint fk_flag_actor references actor,
  flagged_at             timestamptz not null
);
create index ix_flag_case on flag (case_id, flagged_at);
create index ix_flag_subject on flag (subject_kind, subject_id);
create index ix_flag_score on flag (score_id);
create index ix_flag_model_version on flag (model_version);
create index ix_flag_flagged_by on flag (flagged_by);
create index ix_flag_flagged_at on flag (subject_kind, flagged_at);

create table note (
  id          uuid        constraint pk_note primary key,
  case_id     uuid        not null constraint fk_note_case references fraud_case,
  body        text        not null,
  written_by  uuid        not null constraint fk_note_actor references actor,
  written_at  timestamptz not null
);
create index ix_note_case on note (case_id, written_at);
create index ix_note_written_by on note (written_by);

create table case_draft (
  case_id   uuid        not null constraint fk_case_draft_case references fraud_case,
  actor_id  uuid        not null constraint fk_case_draft_actor references actor,
  content   jsonb       not null,
  saved_at  timestamptz not null,
  constraint pk_case_draft primary key (case_id, actor_id)
);
create index ix_case_draft_actor on case_draft (actor_id);

-- ---------------------------------------------------------------------------------------------- verdicts and labels
create table verdict (
  id             uuid        constraint pk_verdict primary key,
  case_id        uuid        not null constraint fk_verdict_case references fraud_case,
  subject_kind   text        not null,
  subject_id     text        not null,
  decision       text        not null constraint ck_verdict_decision check (decision in ('FRAUD', 'LEGITIMATE', 'INCONCLUSIVE')),
  typology       text,
  confidence     text        not null constraint ck_verdict_confidence check (confidence in ('CERTAIN', 'LIKELY')),
  flag_useful    boolean     not null,
  rationale      text        not null,
  -- what the trail commits to instead of the words themselves
  rationale_salt bytea       not null,
  actions        text[]      not null,
  claim_version  bigint      not null,
  reached_by     uuid        not null constraint fk_verdict_actor references actor,
  reached_at     timestamptz not null,
  constraint ck_verdict_typology check ((decision = 'FRAUD') = (typology is not null))
);
create index ix_verdict_case on verdict (case_id, reached_at);
create index ix_verdict_subject on verdict (subject_kind, subject_id);
create index ix_verdict_reached on verdict (reached_by, reached_at);

create table label (
  id                     uuid        constraint pk_label primary key default uuidv7(),
  subject_kind           text        not null constraint ck_label_subject_kind check (subject_kind in ('order', 'seller')),
  subject_id             text        not null,
  label                  text        not null constraint ck_label_label check (label in ('fraud', 'legitimate')),
  typology               text,
  confidence             text,
  source                 text        not null,
  lineage                uuid[]      not null,
  occurred_at            timestamptz,
  known_at               timestamptz not null,
  recorded_at            timestamptz not null,
  selection              text,
  inclusion_probability  double precision,
  propagated             boolean     not null default false,
  case_id                uuid        constraint fk_label_case references fraud_case,
  model_version_at_flag  text,
  score_at_flag          double precision
);
create index ix_label_subject on label (subject_kind, subject_id, known_at desc, id desc);
create index ix_label_known on label (known_at, id);
create index ix_label_case on label (case_id) where case_id is not null;

create table snapshot (
  id          uuid        constraint pk_snapshot primary key,
  as_of       timestamptz not null,
  sha256      bytea       not null,
  rows        bigint      not null,
  content     bytea       not null,
  created_by  uuid        not null constraint fk_snapshot_actor references actor,
  created_at  timestamptz not null
);
create index ix_snapshot_created_by on snapshot (created_by);

create table training_run (
  id                uuid        constraint pk_training_run primary key,
  subject_kind      text        not null constraint ck_training_run_subject_kind check (subject_kind in ('order', 'seller')),
  algorithm         text        not null,
  options           jsonb       not null,
  seed              bigint      not null,
  snapshot_id       uuid        constraint fk_training_run_snapshot references snapshot,
  state             text        not null constraint ck_training_run_state
                                check (state in ('WAITING', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'INTERRUPTED')),
  step              text,
  progress          double precision not null default 0,
  problem           text,
  cancel_requested  boolean     not null default false,
  model_version     text        constraint fk_training_run_model_version references model_version,
  requested_by      uuid        not null constraint fk_training_run_actor references actor,
  created_at        timestamptz not null,
  finished_at       timestamptz
);
create index ix_training_run_snapshot on training_run (snapshot_id);
create index ix_training_run_model_version on training_run (model_version);
create index ix_training_run_requested_by on training_run (requested_by);
create index ix_training_run_created on training_run (created_at desc, id desc);

-- --------------------------------------------------------------------------------------------------------- the trail
create table audit_area (
  area  text   constraint pk_audit_area primary key,
  seq   bigint not null default 0,
  head  bytea  not null default '\x'
);
insert into audit_area (area) values ('people'), ('feeds'), ('policies'), ('queues'), ('labels'), ('training');

create table audit_event (
  id          uuid        constraint pk_audit_event primary key,
  case_id     uuid        constraint fk_audit_event_case references fraud_case,
  area        text        constraint fk_audit_event_area references audit_area,
  seq         bigint      not null,
  kind        text        not null,
  actor_id    uuid        not null constraint fk_audit_event_actor references actor,
  at          timestamptz not null,
  payload     text        not null,
  prev_hash   bytea       not null,
  hash        bytea       not null,
  -- lets a sealer leave out what is not yet visible to everybody, so that late committers are not skipped
  xid         xid8        not null default pg_current_xact_id(),
  constraint ck_audit_event_chain check ((case_id is null) <> (area is null)),
  constraint uq_audit_event_case_seq unique (case_id, seq),
  constraint uq_audit_event_area_seq unique (area, seq)
);
create index ix_audit_event_at on audit_event (at desc, id desc);
create index ix_audit_event_actor on audit_event (actor_id, at desc, id desc);
create index ix_audit_event_kind on audit_event (kind, at desc, id desc);

-- Appends one event to the chain of a case or of an area, in the caller's transaction, and returns its place in the chain.
-- hash = SHA-256 of: domain tag, chain name, seq, previous hash, instant in microseconds, kind, actor, payload; every
-- variable part is preceded by its length, so that no two events share an encoding. Runs as the owner: the application's
-- role can not write the table by any other way.
create function audit_append(p_id uuid, p_case uuid, p_area text, p_kind text, p_actor uuid, p_at timestamptz, p_payload text)
returns bigint language plpgsql security definer set search_path from current as $$
declare
  v_seq   bigint;
  v_prev  bytea;
  v_hash  bytea;
  v_chain bytea := convert_to(case when p_case is null then 'area:' || p_area else 'case:' || p_case end, 'UTF8');
  v_kind  bytea := convert_to(p_kind, 'UTF8');
  v_load  bytea := convert_to(p_payload, 'UTF8');
begin
  if p_actor is null then
    raise exception 'audit event % has no actor', p_kind;
  end if;
  if p_case is not null then
    select chain_seq + 1, chain_head into v_seq, v_prev from fraud_case where id = p_case for no key update;
  else
    select seq + 1, head into v_seq, v_prev from audit_area where area = p_area for no key update;
  end if;
  if v_seq is null then
    raise exception 'audit event % names no chain: case %, area %', p_kind, p_case, p_area;
  end if;
  v_hash := sha256(convert_to('assize.audit.v1', 'UTF8')
    || int4send(length(v_chain)) || v_chain
    || int8send(v_seq)
    || int4send(length(v_prev)) || v_prev
    || int8send((extract(epoch from p_at) * 1000000)::bigint)
    || int4send(length(v_kind)) || v_kind
    || uuid_send(p_actor)
    || int4send(length(v_load)) || v_load);
  if p_case is not null then
    update fraud_case set chain_seq = v_seq, chain_head = v_hash where id = p_case;
  else
    update audit_area set seq = v_seq, head = v_hash where area = p_area;
  end if;
  insert into audit_event (id, case_id, area, seq, kind, actor_id, at, payload, prev_hash, hash)
  values (p_id, p_case, p_area, v_seq, p_kind, p_actor, p_at, p_payload, v_prev, v_hash);
  return v_seq;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger tr_audit_event_insert_only before update or delete on audit_event for each row execute function refuse_change();
create trigger tr_audit_event_no_truncate before truncate on audit_event for each statement execute function refuse_change();
create trigger tr_label_insert_only before update or delete on label for each row execute function refuse_change();
create trigger tr_label_no_truncate before truncate on label for each statement execute function refuse_change();
create trigger tr_verdict_insert_only before update or delete on verdict for each row execute function refuse_change();
create trigger tr_snapshot_insert_only before update or delete on snapshot for each row execute function refuse_change();

-- -------------------------------------------------------------------------------------------------- at the rim
create table idempotency_key (
  actor_id      uuid        not null constraint fk_idempotency_key_actor references actor,
  key           text        not null,
  request_hash  bytea       not null,
  -- null while the first request is still being answered
  status        integer,
  content_type  text,
  location      text,
  body          bytea,
  created_at    timestamptz not null,
  constraint pk_idempotency_key primary key (actor_id, key)
);
create index ix_idempotency_key_created on idempotency_key (created_at);

create table outbox (
  id            uuid        constraint pk_outbox primary key default uuidv7(),
  topic         text        not null,
  key           text        not null,
  payload       jsonb       not null,
  created_at    timestamptz not null,
  published_at  timestamptz
);
create index ix_outbox_waiting on outbox (created_at, id) where published_at is null;

-- ------------------------------------------------------------------------------------------------------- first queues
insert into queue (key, name, subject_kind, position) values
  ('sellers', 'Sellers', 'seller', 1),
  ('orders', 'Orders', 'order', 2),
  ('audit-sample', 'Audit sample', null, 3);
insert into queue_policy (queue_key, version, sla_minutes, lease_minutes, capacity_per_person, actions, changed_by, changed_at)
select key, 1, sla, 15, null, actions, '00000000-0000-7000-8000-000000000001', '2026-01-01T00:00:00Z'
from (values
  ('sellers', 480, array ['suspend_seller', 'hold_payout', 'warn', 'none']),
  ('orders', 240, array ['cancel_order', 'refund_buyer', 'hold_payout', 'warn', 'none']),
  ('audit-sample', 1440, array ['suspend_seller', 'hold_payout', 'cancel_order', 'refund_buyer', 'warn', 'none'])
) as first (key, sla, actions);
insert into flag_policy (subject_kind, version, capacity_per_day, audit_share, audit_minimum_per_day, threshold, changed_by, changed_at) values
  ('order', 1, 100, 0.02, 1, null, '00000000-0000-7000-8000-000000000001', '2026-01-01T00:00:00Z'),
  ('seller', 1, 40, 0.02, 1, null, '00000000-0000-7000-8000-000000000001', '2026-01-01T00:00:00Z');

-- ------------------------------------------------------------------------------------------------------------- grants
grant usage on schema assize to assize_app;
grant select on all tables in schema assize to assize_app;
grant insert on actor, person, sign_in_link, api_token, seller, seller_history, orders, orders_history, outcome,
  outcome_history, attribute_declaration, feed_mapping, import_run, import_reject, feature_set, feature_distribution,
  model_version, champion, promotion, score, flag_policy, audit_draw, queue_policy, fraud_case, flag, note, case_draft,
  verdict, label, snapshot, training_run, idempotency_key, outbox to assize_app;
grant update on person, sign_in_link, api_token, seller, orders, outcome, attribute_declaration, feed_mapping, import_run,
  feature_distribution, champion, promotion, case_draft, training_run, idempotency_key, outbox to assize_app;
-- a display name may change; which actor it is may not
grant update (name) on actor to assize_app;
-- everything of a case but its subject and its chain, which only audit_append moves
grant update (queue_key, state, priority, value_at_risk_minor, currency, market, score, percentile, model_version, due_at, claimed_by,
  claimed_at, claimed_until, claim_version, released_by, released_at, assigned_to, snoozed_until, closed_at) on fraud_case to assize_app;
grant delete on case_draft, feed_mapping, idempotency_key, outbox, sign_in_link to assize_app;
grant execute on function audit_append to assize_app;
