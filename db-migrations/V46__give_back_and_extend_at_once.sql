-- What people do with a claim most, besides deciding, written once as a claim is: see V42. Both act on a case that this transaction
-- has locked and whose claim it has checked, tell the trail, and return the case as it is then.

-- Gives a case back to its queue, for others first.
create function release_case(p_case uuid, p_released_by uuid, p_by uuid, p_at timestamptz, p_event uuid, p_kind text, p_payload text)
returns setof fraud_case rows 1 language plpgsql strict security definer set search_path from current as $$
declare
  v_seq   bigint;
  v_prev  bytea;
  v_head  bytea;
begin
  select chain_seq + 1, chain_head into strict v_seq, v_prev from fraud_case where id = p_case;
  v_head := audit_hash(p_case, null, v_seq, v_prev, p_kind, p_by, p_at, p_payload);
  insert into audit_event (id, case_id, seq, kind, actor_id, at, payload, prev_hash, hash)
  values (p_event, p_case, v_seq, p_kind, p_by, p_at, p_payload, v_prev, v_head);
  return query
    update fraud_case c
    set state = 'WAITING', claimed_by = null, claimed_at = null, claimed_until = null, claim_version = c.claim_version + 1,
        assigned_to = null, snoozed_until = null, passed_by = null, released_by = p_released_by, released_at = p_at,
        chain_seq = v_seq, chain_head = v_head
    where c.id = p_case
    returning c.*;
end $$;

-- Lets a claim last longer; its version stays.
create function extend_claim(p_case uuid, p_until timestamptz, p_by uuid, p_at timestamptz, p_event uuid, p_kind text, p_payload text)
returns setof fraud_case rows 1 language plpgsql strict security definer set search_path from current as $$
declare
  v_seq   bigint;
  v_prev  bytea;
  v_head  bytea;
begin
  select chain_seq + 1, chain_head into strict v_seq, v_prev from fraud_case where id = p_case;
  v_head := audit_hash(p_case, null, v_seq, v_prev, p_kind, p_by, p_at, p_payload);
  insert into audit_event (id, case_id, seq, kind, actor_id, at, payload, prev_hash, hash)
  values (p_event, p_case, v_seq, p_kind, p_by, p_at, p_payload, v_prev, v_head);
  return query
    update fraud_case c set claimed_until = p_until, chain_seq = v_seq, chain_head = v_head where c.id = p_case returning c.*;
end $$;

grant execute on function release_case, extend_claim to assize_app;
