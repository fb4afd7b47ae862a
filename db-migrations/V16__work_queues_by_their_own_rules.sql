-- How long a case may take is counted in the hours that people work: a calendar has a time zone, the hours of each weekday,
-- and the days on which nobody works.
create table calendar (
  key  text constraint pk_calendar primary key
);
create table calendar_version (
  calendar_key  text        not null constraint fk_calendar_version_calendar references calendar,
  version       integer     not null,
  name          text        not null,
  time_zone     text        not null,
  -- Monday first, each a list of spans such as 08:00-12:00, 13:00-17:30; empty when nobody works that day
  hours         text[]      not null constraint ck_calendar_version_hours check (cardinality(hours) = 7),
  holidays      text[]      not null default '{}',
  changed_by    uuid        not null constraint fk_calendar_version_actor references actor,
  changed_at    timestamptz not null,
  constraint pk_calendar_version primary key (calendar_key, version)
);
create index ix_calendar_version_changed_by on calendar_version (changed_by);
insert into calendar (key) values ('always');
insert into calendar_version (calendar_key, version, name, time_zone, hours, changed_by, changed_at)
values ('always', 1, 'Around the clock', 'UTC', array_fill('00:00-24:00'::text, array [7]),
        '00000000-0000-7000-8000-000000000001', '2026-01-01T00:00:00Z');

alter table queue_policy
  add column calendar_key text not null default 'always' constraint fk_queue_policy_calendar references calendar,
  -- cases laid ready for each person; null where people take what comes next
  add column assign_ahead integer constraint ck_queue_policy_assign_ahead check (assign_ahead between 1 and 100),
  -- who is given work of this queue must have one of each that is named
  add column languages text[] not null default '{}',
  add column typologies text[] not null default '{}',
  add column score_hidden_share double precision not null default 0
    constraint ck_queue_policy_score_hidden check (score_hidden_share between 0 and 1),
  add column second_review_share double precision not null default 0
    constraint ck_queue_policy_second_review check (second_review_share between 0 and 1),
  add column second_review_from_euro integer constraint ck_queue_policy_second_review_euro check (second_review_from_euro > 0),
  add column second_review_typologies text[] not null default '{}',
  -- what decides about the shares, case by case, so that a draw can be repeated
  add column draw_seed bigint not null default 0;
create index ix_queue_policy_calendar on queue_policy (calendar_key);

-- Which queue a new case goes to: rules in order, the whole list under one version, because order is part of what it says.
create table routing_rules (
  version     integer     constraint pk_routing_rules primary key,
  rules       jsonb       not null,
  changed_by  uuid        not null constraint fk_routing_rules_actor references actor,
  changed_at  timestamptz not null
);
create index ix_routing_rules_changed_by on routing_rules (changed_by);
insert into routing_rules (version, rules, changed_by, changed_at) values (1, '[
  {"name": "Audit sample", "when": {"origins": ["audit_sample"]}, "queue": "audit-sample"},
  {"name": "Sellers", "when": {"subjectKind": "seller"}, "queue": "sellers"},
  {"name": "Orders", "when": {"subjectKind": "order"}, "queue": "orders"}
]', '00000000-0000-7000-8000-000000000001', '2026-01-01T00:00:00Z');

-- Who can be given which work, and when they are away.
create table skill (
  person_id   uuid        constraint pk_skill primary key constraint fk_skill_person references person,
  -- nothing named: every market
  markets     text[]      not null default '{}',
  languages   text[]      not null default '{}',
  typologies  text[]      not null default '{}',
  version     integer     not null,
  changed_by  uuid        not null constraint fk_skill_actor references actor,
  changed_at  timestamptz not null
);
create index ix_skill_changed_by on skill (changed_by);
create table absence (
  id          uuid        constraint pk_absence primary key,
  person_id   uuid        not null constraint fk_absence_person references person,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  entered_by  uuid        not null constraint fk_absence_actor references actor,
  entered_at  timestamptz not null,
  constraint ck_absence_ends check (ends_at > starts_at)
);
create index ix_absence_person on absence (person_id, ends_at);
create index ix_absence_ends on absence (ends_at);
create index ix_absence_entered_by on absence (entered_by);

alter table fraud_case
  -- when it was laid ready for whom; null with assigned_to, and for what was handed over before
  add column assigned_at timestamptz,
  -- drawn at the first claim: whoever decides does not see what the model thinks; null until then
  add column score_hidden boolean,
  -- the version of the queue's policy that it was drawn under, whose seed repeats the draw
  add column score_hidden_policy integer;
alter table verdict add column score_hidden boolean not null default false;

grant select on calendar, calendar_version, routing_rules, skill, absence to assize_app;
grant insert on queue, calendar, calendar_version, routing_rules, skill, absence to assize_app;
grant update (name, position) on queue to assize_app;
grant update on skill to assize_app;
grant delete on absence to assize_app;
grant update (assigned_at, score_hidden, score_hidden_policy) on fraud_case to assize_app;
