package org.assize.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Striking;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a case and, in the same order, to its subject in the world: newest first, in keyset pages. The acts
 * are those of the trail; the words that the trail only commits to are joined to them here.
 */
@ApplicationScoped
public class CaseTimeline {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;

    CaseTimeline(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param key names the entry within its case and orders those of one instant
     * @param kind of an act as in the trail ({@code case.claimed}); of the world: {@code seller.registered},
     *     {@code order.placed}, {@code order.delivered}, {@code outcome.known}
     * @param actor who acted; nobody in the world
     * @param text what somebody wrote: a note, a rationale, a referral's remark
     * @param detail a JSON object: the trail's payload, or the order's or outcome's few facts
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            Instant at,
            String key,
            String kind,
            @Nullable UUID actorId,
            @Nullable String actor,
            @Nullable String text,
            @JsonRawValue String detail) {

        /** For whoever must not see what the model thinks. */
        Entry withoutScore() {
            try {
                JsonNode told = JSON.readTree(detail);
                if (told instanceof ObjectNode facts) {
                    facts.remove(List.of("score", "modelVersion"));
                }
                return new Entry(at, key, kind, actorId, actor, text, told.toString());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an entry of a timeline is no JSON: " + kind, e);
            }
        }
    }

    /** Empty when there is no such case. */
    public Optional<Page<Entry>> page(Actor actor, UUID caseId, @Nullable String after, int limit) {
        actor.require(Permission.READ_CASES);
        Optional<FraudCase> found =
                jdbi.withHandle(handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + " where c.id = :id")
                        .bind("id", caseId)
                        .map(FraudCase.ROW)
                        .findOne());
        return found.map(its -> {
            Page<Entry> page = read(actor, caseId, its.subject(), after, limit);
            return its.hidesScoreFrom(actor)
                    ? new Page<>(page.items().stream().map(Entry::withoutScore).toList(), page.next())
                    : page;
        });
    }

    private Page<Entry> read(Actor actor, UUID caseId, SubjectRef subject, @Nullable String after, int limit) {
        // Later than everything: the first page needs no condition of its own.
        Cursor cursor = after == null ? Cursor.of("9999-12-31T00:00:00Z", "") : Cursor.decode(after, 2);
        String world = switch (subject.kind()) {
            case ORDER -> ORDER_IN_THE_WORLD;
            case SELLER -> SELLER_IN_THE_WORLD;
        };
        List<Entry> rows = jdbi.withHandle(handle -> handle.createQuery(ACTS + " union all " + world + MERGED)
                .bind("case", caseId)
                .bind("me", actor.id())
                .bind("subject", subject.id())
                .bind("at", cursor.instant(0))
                .bind("key", cursor.text(1))
                .define("limit", Page.andOneMore(limit))
                .map(ConstructorMapper.of(Entry.class))
                .list());
        return Page.of(rows, limit, entry -> Cursor.of(entry.at().toString(), entry.key()));
    }

    // Each branch is cut to one page before they are merged, so that a seller with many orders costs no more than a
    // page.
    private static final String ACTS = """
            select * from (
              (select e.at, 'act:' || lpad(e.seq::text, 12, '0') as key, e.kind, e.actor_id, a.name as actor,
                      -- while a second reader must not know what the first found, the first's words are theirs alone
                      case when c.first_reader = person_behind(e.actor_id) and c.first_reader <> person_behind(:me) then null
                           else coalesce(n.body, v.rationale, f.note) end as text, e.payload as detail
               from audit_event e
               join fraud_case c on c.id = e.case_id
               join actor a on a.id = e.actor_id
               left join note n on n.id = (e.payload::jsonb ->> 'note')::uuid
               left join verdict v on v.id = (e.payload::jsonb ->> 'verdict')::uuid
               left join flag f on f.id = (e.payload::jsonb ->> 'flag')::uuid
               where e.case_id = :case
                 and (e.at, ('act:' || lpad(e.seq::text, 12, '0')) collate "C") < (:at, :key collate "C")
               order by e.at desc, e.seq desc limit <limit>)
            """;

    private static final String ORDER_IN_THE_WORLD = """
              (select o.placed_at, 'placed:' || o.order_id, 'order.placed', null::uuid, null::text, null::text,
                      jsonb_build_object('order', o.order_id, 'seller', o.seller_id, 'buyer', o.buyer_id,
                        'amountMinor', o.amount_minor, 'currency', o.currency)::text
               from orders o where o.order_id = :subject)
              union all
              (select o.delivered_at, 'delivered:' || o.order_id, 'order.delivered', null, null, null,
                      jsonb_build_object('order', o.order_id)::text
               from orders o where o.order_id = :subject and o.delivered_at is not null)
              union all
              (select u.known_at, 'outcome:' || u.id, 'outcome.known', null, null, null,
                      jsonb_build_object('order', u.subject_id, 'source', u.source, 'fraud', u.fraud, 'typology', u.typology)::text
               from outcome u where u.subject_kind = 'order' and u.subject_id = :subject)
            """;

    private static final String SELLER_IN_THE_WORLD = """
              (select s.registered_at, 'registered', 'seller.registered', null::uuid, null::text, null::text,
                      jsonb_build_object('seller', s.seller_id)::text
               from seller s where s.seller_id = :subject and s.registered_at is not null)
              union all
              (select o.placed_at, 'placed:' || o.order_id, 'order.placed', null, null, null,
                      jsonb_strip_nulls(jsonb_build_object('order', o.order_id, 'buyer', o.buyer_id,
                        'amountMinor', o.amount_minor, 'currency', o.currency,
                        'first', case when not exists (
                          select from orders f where f.seller_id = o.seller_id and f.placed_at <= o.placed_at
                            and (f.placed_at, f.order_id) < (o.placed_at, o.order_id)) then true end,
                        'large', case when o.amount_minor >= typical.large then true end))::text
               from orders o
               left join (<large>) typical on typical.currency = o.currency
               where o.seller_id = :subject and o.placed_at <= :at
                 and (o.placed_at, ('placed:' || o.order_id) collate "C") < (:at, :key collate "C")
               order by o.placed_at desc, o.order_id collate "C" desc limit <limit>)
              union all
              (select o.delivered_at, 'delivered:' || o.order_id, 'order.delivered', null, null, null,
                      jsonb_build_object('order', o.order_id)::text
               from orders o where o.seller_id = :subject and o.delivered_at <= :at
                 and (o.delivered_at, ('delivered:' || o.order_id) collate "C") < (:at, :key collate "C")
               order by o.delivered_at desc, o.order_id collate "C" desc limit <limit>)
              union all
              (select u.known_at, 'outcome:' || u.id, 'outcome.known', null, null, null,
                      jsonb_build_object('seller', u.subject_id, 'source', u.source, 'fraud', u.fraud, 'typology', u.typology)::text
               from outcome u where u.subject_kind = 'seller' and u.subject_id = :subject)
              union all
              (select u.known_at, 'outcome:' || u.id, 'outcome.known', null, null, null,
                      jsonb_build_object('order', u.subject_id, 'source', u.source, 'fraud', u.fraud, 'typology', u.typology)::text
               from orders o join outcome u on u.subject_kind = 'order' and u.subject_id = o.order_id
               where o.seller_id = :subject and u.known_at <= :at
                 and (u.known_at, ('outcome:' || u.id) collate "C") < (:at, :key collate "C")
               order by u.known_at desc, u.id desc limit <limit>)
            """.replace(
                    "<large>",
                    Striking.large("(select currency, amount_minor from orders where seller_id = :subject"
                            + " order by placed_at desc limit " + Striking.LATEST + ") latest"));

    private static final String MERGED = """
            ) as entry (at, key, kind, actor_id, actor, text, detail)
            where (at, key collate "C") < (:at, :key collate "C")
            order by at desc, key collate "C" desc
            limit <limit>
            """;
}
