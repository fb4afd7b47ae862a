-- A claim and a verdict are what the database is asked for most, and both are told to the trail. What a case costs is how often it is
-- written: each time every condition on it is read anew and every index asked whether it still concerns it. Here the act and the
-- head of the chain are written at once.

-- Adds one link to a chain whose head the caller has locked and will move, and returns the new head. Here alone it is said what
-- a hash is over: domain tag, chain name, seq, previous hash, instant in microseconds, kind, actor, payload; every variable part
-- is preceded by its length, so that no two events share an encoding. Runs with the rights of whoever calls it: a function of the
-- owner's can, the application's role can not.
create function audit_link(p_id uuid, p_case uuid, p_area text, p_seq bigint, p_prev bytea, p_kind text, p_actor uuid,
  p_at timestamptz, p_payload text)
returns bytea language plpgsql as $$
declare
  v_chain bytea := convert_to(case when p_case is null then 'area:' || p_area else 'case:' || p_case end, 'UTF8');
  v_kind  bytea := convert_to(p_kind, 'UTF8');
  v_load  bytea := convert_to(p_payload, 'UTF8');
  v_hash  bytea;
begin
  if p_actor is null then
    raise exception 'audit event % has no actor', p_kind;
  end if;
  if p_seq is null then
    raise exception 'audit event % names no chain: case %, area %', p_kind, p_case, p_area;
  end if;
  v_hash := sha256(convert_to('assize.audit.v1', 'UTF8')
    || int4send(length(v_chain)) || v_chain
    || int8send(p_seq)
    || int4send(length(p_prev)) || p_prev
    || int8send((extract(epoch from p_at) * 1000000)::bigint)
    || int4send(length(v_kind)) || v_kind
    || uuid_send(p_actor)
    || int4send(length(v_load)) || v_load);
  insert into audit_event (id, case_id, area, seq, kind, actor_id, at, payload, prev_hash, hash)
  values (p_id, p_case, p_area, p_seq, p_kind, p_actor, p_at, p_payload, p_prev, v_hash);
  return v_hash;
end $$;

-- As before: one event to the chain of a case or of an area, in the caller's transaction; returns its place in the chain.
create or replace function audit_append(p_id uuid, p_case uuid, p_area text, p_kind text, p_actor uuid, p_at timestamptz, p_payload text)
returns bigint language plpgsql security definer set search_path from current as $$
declare
  v_seq   bigint;
  v_prev  bytea;
  v_hash  bytea;
begin
  if p_case is not null then
    select chain_seq + 1, chain_head into v_seq, v_prev from fraud_case where id = p_case for no key update;
    v_hash := audit_link(p_id, p_case, null, v_seq, v_prev, p_kind, p_actor, p_at, p_payload);
    update fraud_case set chain_seq = v_seq, chain_head = v_hash where id = p_case;
  else
    select seq + 1, head into v_seq, v_prev from audit_area where area = p_area for no key update;
    v_hash := audit_link(p_id, null, p_area, v_seq, v_prev, p_kind, p_actor, p_at, p_payload);
    update audit_area set seq = v_seq, head = v_hash where area = p_area;
  end if;
  return v_seq;
end $$;

-- Gives a case that this transaction has locked to a person, tells the trail that it was claimed, and returns it as it is then.
-- Whether its score stays hidden until its verdict is drawn at the first claim and kept, from the case's id and the seed of the
-- policy, so that the draw can be repeated.
create function claim_case(p_case uuid, p_by uuid, p_at timestamptz, p_until timestamptz, p_policy integer, p_seed bigint,
  p_hidden_share double precision, p_event uuid)
returns setof fraud_case rows 1 language plpgsql security definer set search_path from current as $$
declare
  its       fraud_case;
  v_hidden  text := '';
  v_head    bytea;
begin
  select * into strict its from fraud_case where id = p_case for no key update;
  if its.score_hidden is null then
    its.score_hidden := (hashtextextended(p_case::text, p_seed) & 9007199254740991)::float8 / 9007199254740992 < p_hidden_share;
    its.score_hidden_policy := p_policy;
  end if;
  if its.score_hidden and not exists (select from verdict where case_id = p_case) then
    v_hidden := ',"scoreHidden":true';
  end if;
  -- as AuditTrail writes a payload: keys in order, no white space
  v_head := audit_link(p_event, p_case, null, its.chain_seq + 1, its.chain_head, 'case.claimed', p_by, p_at,
    format('{"claimVersion":%s,"queue":%s%s,"until":"%s"}', its.claim_version + 1, to_json(its.queue_key), v_hidden,
      to_char(p_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')));
  return query
    update fraud_case c
    set state = 'CLAIMED', claimed_by = p_by, claimed_at = p_at, claimed_until = p_until, claim_version = c.claim_version + 1,
        assigned_to = null, snoozed_until = null, passed_by = null,
        score_hidden = its.score_hidden, score_hidden_policy = its.score_hidden_policy,
        chain_seq = c.chain_seq + 1, chain_head = v_head
    where c.id = p_case
    returning c.*;
end $$;

-- Closes a case that this transaction has locked and found open, with the claim on it, drops what whoever closes it has typed,
-- and tells the trail why; returns the place in the chain. Of a case that is closed already there is no chain to be found here,
-- and nothing happens but an error.
create function close_case(p_case uuid, p_by uuid, p_at timestamptz, p_event uuid, p_kind text, p_payload text)
returns bigint language plpgsql security definer set search_path from current as $$
declare
  v_seq   bigint;
  v_prev  bytea;
  v_head  bytea;
begin
  delete from case_draft where case_id = p_case and actor_id = p_by;
  select chain_seq + 1, chain_head into v_seq, v_prev from fraud_case where id = p_case and state <> 'CLOSED' for no key update;
  v_head := audit_link(p_event, p_case, null, v_seq, v_prev, p_kind, p_by, p_at, p_payload);
  update fraud_case
  set state = 'CLOSED', closed_at = p_at, claimed_by = null, claimed_at = null, claimed_until = null,
      assigned_to = null, snoozed_until = null, claim_version = claim_version + 1,
      chain_seq = v_seq, chain_head = v_head
  where id = p_case;
  return v_seq;
end $$;

grant execute on function claim_case, close_case to assize_app;

-- an event of a case has no area, and needs no place among those that have
alter table audit_event drop constraint uq_audit_event_area_seq;
create unique index uq_audit_event_area_seq on audit_event (area, seq) where area is not null;
