-- A claim and a verdict write what they wrote before, and ask for less on the way. What an expression asks of a table is a statement
-- of its own, made ready each time even when its answer is not wanted; a call of one function by another costs as much as a small
-- statement; and whoever has locked a row need not lock it again.

-- What a hash is over, and here alone it is said: domain tag, chain name, seq, previous hash, instant in microseconds, kind, actor,
-- payload; every variable part is preceded by its length, so that no two events share an encoding. One expression, so that
-- PostgreSQL puts it where it is called. Of a part that is missing there is no hash, and no event without one.
create function audit_hash(p_case uuid, p_area text, p_seq bigint, p_prev bytea, p_kind text, p_actor uuid, p_at timestamptz,
  p_payload text)
returns bytea language sql stable
return sha256(convert_to('assize.audit.v1', 'UTF8')
  || int4send(octet_length(convert_to(coalesce('case:' || p_case, 'area:' || p_area), 'UTF8')))
  || convert_to(coalesce('case:' || p_case, 'area:' || p_area), 'UTF8')
  || int8send(p_seq)
  || int4send(octet_length(p_prev)) || p_prev
  || int8send((extract(epoch from p_at) * 1000000)::bigint)
  || int4send(octet_length(convert_to(p_kind, 'UTF8'))) || convert_to(p_kind, 'UTF8')
  || uuid_send(p_actor)
  || int4send(octet_length(convert_to(p_payload, 'UTF8'))) || convert_to(p_payload, 'UTF8'));

-- As before, for whoever adds an event and nothing else.
create or replace function audit_link(p_id uuid, p_case uuid, p_area text, p_seq bigint, p_prev bytea, p_kind text, p_actor uuid,
  p_at timestamptz, p_payload text)
returns bytea language plpgsql as $$
declare
  v_hash bytea := audit_hash(p_case, p_area, p_seq, p_prev, p_kind, p_actor, p_at, p_payload);
begin
  if p_actor is null then
    raise exception 'audit event % has no actor', p_kind;
  end if;
  if p_seq is null then
    raise exception 'audit event % names no chain: case %, area %', p_kind, p_case, p_area;
  end if;
  insert into audit_event (id, case_id, area, seq, kind, actor_id, at, payload, prev_hash, hash)
  values (p_id, p_case, p_area, p_seq, p_kind, p_actor, p_at, p_payload, p_prev, v_hash);
  return v_hash;
end $$;

-- As before, and of no case nothing. Should a caller not have locked the case, the place in the chain is taken twice, which its
-- uniqueness refuses.
create or replace function claim_case(p_case uuid, p_by uuid, p_at timestamptz, p_until timestamptz, p_policy integer, p_seed bigint,
  p_hidden_share double precision, p_event uuid)
returns setof fraud_case rows 1 language plpgsql strict security definer set search_path from current as $$
declare
  its        fraud_case;
  v_hidden   text := '';
  v_payload  text;
  v_head     bytea;
begin
  select * into strict its from fraud_case where id = p_case;
  if its.score_hidden is null then
    its.score_hidden := (hashtextextended(p_case::text, p_seed) & 9007199254740991)::float8 / 9007199254740992 < p_hidden_share;
    its.score_hidden_policy := p_policy;
  end if;
  -- two conditions and not one: the second asks a table, and that only here
  if its.score_hidden then
    if not exists (select from verdict where case_id = p_case) then
      v_hidden := ',"scoreHidden":true';
    end if;
  end if;
  -- as AuditTrail writes a payload: keys in order, no white space
  v_payload := format('{"claimVersion":%s,"queue":%s%s,"until":"%s"}', its.claim_version + 1, to_json(its.queue_key), v_hidden,
    to_char(p_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
  v_head := audit_hash(p_case, null, its.chain_seq + 1, its.chain_head, 'case.claimed', p_by, p_at, v_payload);
  insert into audit_event (id, case_id, seq, kind, actor_id, at, payload, prev_hash, hash)
  values (p_event, p_case, its.chain_seq + 1, 'case.claimed', p_by, p_at, v_payload, its.chain_head, v_head);
  return query
    update fraud_case c
    set state = 'CLAIMED', claimed_by = p_by, claimed_at = p_at, claimed_until = p_until, claim_version = c.claim_version + 1,
        assigned_to = null, snoozed_until = null, passed_by = null,
        score_hidden = its.score_hidden, score_hidden_policy = its.score_hidden_policy,
        chain_seq = its.chain_seq + 1, chain_head = v_head
    where c.id = p_case
    returning c.*;
end $$;

-- As before.
create or replace function close_case(p_case uuid, p_by uuid, p_at timestamptz, p_event uuid, p_kind text, p_payload text)
returns bigint language plpgsql security definer set search_path from current as $$
declare
  v_seq   bigint;
  v_prev  bytea;
  v_head  bytea;
begin
  delete from case_draft where case_id = p_case and actor_id = p_by;
  select chain_seq + 1, chain_head into strict v_seq, v_prev from fraud_case where id = p_case and state <> 'CLOSED';
  v_head := audit_hash(p_case, null, v_seq, v_prev, p_kind, p_by, p_at, p_payload);
  insert into audit_event (id, case_id, seq, kind, actor_id, at, payload, prev_hash, hash)
  values (p_event, p_case, v_seq, p_kind, p_by, p_at, p_payload, v_prev, v_head);
  update fraud_case
  set state = 'CLOSED', closed_at = p_at, claimed_by = null, claimed_at = null, claimed_until = null,
      assigned_to = null, snoozed_until = null, claim_version = claim_version + 1,
      chain_seq = v_seq, chain_head = v_head
  where id = p_case;
  return v_seq;
end $$;
