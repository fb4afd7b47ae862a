package org.assize.insight;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * Who stands behind a seller's orders and what they use: buyers, creators, devices, payment means, addresses, each with how many
 * other sellers they touch; and the seller's own identifiers, with how many others have the same. Of a busy seller, its latest
 * orders are looked at.
 */
@ApplicationScoped
public class BehindSeller {

    /** Orders looked at. */
    public static final int LATEST = 1_000;

    /** Others counted. */
    public static final int COUNTED = 100;

    /** Of each kind, those with most orders. */
    private static final int MOST = 10;

    private final Jdbi jdbi;

    BehindSeller(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** In the order in which people look. */
    public enum Kind {
        BUYER,
        CREATOR,
        DEVICE,
        PAYMENT,
        IP,
        OWN_BANK_ACCOUNT,
        OWN_PHONE,
        OWN_EMAIL,
        OWN_DEVICE,
        OWN_IP
    }

    /**
     * @param ofKind how many of this kind there are, shown or not
     * @param orders of this seller; 0 of the seller's own identifiers
     * @param buyers behind those orders
     * @param others sellers that it touches too, {@link #COUNTED} at most
     */
    public record Party(
            Kind kind,
            String value,
            long ofKind,
            long orders,
            long buyers,
            @Nullable Instant lastAt,
            int others) {}

    /** By kind, and in each those first that touch most other sellers. */
    public List<Party> read(Actor actor, String sellerId) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery(QUERY)
                .bind("seller", sellerId)
                .bind("latest", LATEST)
                .bind("most", MOST)
                .bind("counted", COUNTED)
                .map(ConstructorMapper.of(Party.class))
                .list());
    }

    /** Sellers of the latest orders of a value: read by the index of its column, up to a limit, whoever it is. */
    private static String ordered(String kind, String column) {
        return """
                when '%s' then (select count(distinct x.seller_id) from (
                  select seller_id from orders where %s = t.value order by placed_at desc limit :counted) x
                  where x.seller_id <> :seller)
                """.formatted(kind, column);
    }

    private static String own(String kind, String column) {
        return """
                select '%s' as kind, s.%2$s as value, 1::bigint, 0::bigint, 0::bigint, null::timestamptz,
                       (select count(*) from (
                         select from seller x where x.%2$s = s.%2$s and x.seller_id <> :seller limit :counted) x)::int
                from seller s where s.seller_id = :seller and s.%2$s <> ''
                """.formatted(kind, column);
    }

    private static final String QUERY = """
            with latest as materialized (
              select buyer_id, creator_id, device_id, payment_id, ip, placed_at
              from orders where seller_id = :seller order by placed_at desc limit :latest
            ), used as (
              select its.kind, its.value, count(*) as orders, count(distinct l.buyer_id) as buyers, max(l.placed_at) as last_at
              from latest l
              cross join lateral (values ('BUYER', l.buyer_id), ('CREATOR', l.creator_id), ('DEVICE', l.device_id),
                ('PAYMENT', l.payment_id), ('IP', l.ip)) its (kind, value)
              where its.value <> ''
              group by its.kind, its.value
            ), placed as (
              select *, row_number() over (partition by kind order by buyers desc, orders desc, last_at desc, value) as place,
                     count(*) over (partition by kind) as of_kind
              from used
            )
            select kind, value, of_kind, orders, buyers, last_at, others from (
              select t.kind, t.value, t.of_kind, t.orders, t.buyers, t.last_at, case t.kind
            """
            + ordered("BUYER", "buyer_id") + ordered("CREATOR", "creator_id") + ordered("DEVICE", "device_id")
            + ordered("PAYMENT", "payment_id") + ordered("IP", "ip")
            + " end::int as others from placed t where t.place <= :most union all "
            + String.join(
                    " union all ",
                    own("OWN_BANK_ACCOUNT", "bank_account"),
                    own("OWN_PHONE", "phone"),
                    own("OWN_EMAIL", "email"),
                    own("OWN_DEVICE", "device_id"),
                    own("OWN_IP", "ip"))
            + """
            ) all_of_them
            order by array_position(array ['BUYER', 'CREATOR', 'DEVICE', 'PAYMENT', 'IP', 'OWN_BANK_ACCOUNT', 'OWN_PHONE',
              'OWN_EMAIL', 'OWN_DEVICE', 'OWN_IP'], kind), others desc, buyers desc, orders desc, value
            """;
}
