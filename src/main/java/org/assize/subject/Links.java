package org.assize.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Which sellers hang together: by a bank account, device, telephone, mail address or domain, or ip that they share, and by
 * buyers, devices, payment means and ship-to addresses that stand behind a good part of the orders of each.
 *
 * <p>An honest buyer buys at many sellers. Orders link two sellers only where one identifier is behind at least
 * {@value #RECURRING} orders, of at least two buyers, and {@value #SHARE} of the latest {@value #ORDERS} orders of each of
 * them; one single buyer must be behind {@value #SHARE_OF_BUYER}, or every regular of two small shops would tie them.
 *
 * <p>What a look costs is bounded, whatever the size of the marketplace: every identifier is read by its index and up to a
 * limit, a busy seller's orders are its latest ones.
 */
@ApplicationScoped
public class Links {

    private static final int RECURRING = 3;
    private static final double SHARE = 0.05;
    private static final double SHARE_OF_BUYER = 0.2;
    private static final int ORDERS = 300;
    /** Of the recurring identifiers of one seller, those with most orders. */
    private static final int IDENTIFIERS = 20;

    private final Jdbi jdbi;

    Links(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The group around a seller, or around an order's seller and whoever its buyer, device and payment tie to it. */
    public LinkGroup around(Actor actor, SubjectRef subject, int most, List<String> unfolded) {
        actor.require(Permission.READ_CASES);
        return jdbi.inTransaction(handle -> switch (subject.kind()) {
            case SELLER -> LinkGroup.around(Set.of(subject.id()), most, unfolded, ids -> shared(handle, ids, null));
            case ORDER ->
                order(handle, subject.id())
                        .map(order -> LinkGroup.around(
                                Set.of(order.sellerId()),
                                most,
                                unfolded,
                                ids -> shared(handle, ids, ids.contains(order.sellerId()) ? order : null)))
                        .orElseGet(() -> new LinkGroup(List.of(), List.of(), List.of()));
        });
    }

    private static Optional<Order> order(Handle handle, String id) {
        return handle.createQuery("select " + SubjectRows.ORDER_COLUMNS + " from orders o where o.order_id = :id")
                .bind("id", id)
                .map((row, context) -> SubjectRows.order(row))
                .findOne();
    }

    private static List<Identifier> carried(Order order) {
        List<Identifier> carried = new ArrayList<>();
        carried.add(new Identifier(IdentifierKind.BUYER, order.buyerId()));
        if (order.deviceId() != null) {
            carried.add(new Identifier(IdentifierKind.DEVICE, order.deviceId()));
        }
        if (order.paymentId() != null) {
            carried.add(new Identifier(IdentifierKind.PAYMENT, order.paymentId()));
        }
        return carried;
    }

    private static List<SharedIdentifier> shared(Handle handle, Collection<String> sellers, @Nullable Order asked) {
        return Stream.concat(own(handle, sellers).stream(), ofOrders(handle, sellers, asked).stream())
                .toList();
    }

    private static List<SharedIdentifier> own(Handle handle, Collection<String> sellers) {
        return handle.createQuery(OWN)
                .bindArray("sellers", String.class, sellers)
                .bindArray("open", String.class, MailProviders.PUBLIC)
                .bind("most", LinkGroup.MOST)
                .bind("counted", SharedIdentifier.COUNTED)
                .map((row, context) -> read(row))
                .list();
    }

    /** @param asked an order of one of the sellers, whose buyer, device and payment count however seldom they came */
    private static List<SharedIdentifier> ofOrders(Handle handle, Collection<String> sellers, @Nullable Order asked) {
        List<Identifier> carried = asked == null ? List.of() : carried(asked);
        return handle.createQuery(OF_ORDERS)
                .bindArray("sellers", String.class, sellers)
                .bindArray(
                        "kinds",
                        String.class,
                        carried.stream().map(one -> one.kind().code()).toList())
                .bindArray(
                        "values",
                        String.class,
                        carried.stream().map(Identifier::value).toList())
                .bind("carrier", asked == null ? null : asked.sellerId())
                .bind("orders", ORDERS)
                .bind("recurring", RECURRING)
                .bind("share", SHARE)
                .bind("shareOfBuyer", SHARE_OF_BUYER)
                .bind("identifiers", IDENTIFIERS)
                .bind("counted", SharedIdentifier.COUNTED)
                .map((row, context) -> read(row))
                .list();
    }

    private static SharedIdentifier read(ResultSet row) throws SQLException {
        Array sellers = row.getArray("sellers");
        return new SharedIdentifier(
                new Identifier(IdentifierKind.ofCode(row.getString("kind")), row.getString("value")),
                new TreeSet<>(Arrays.asList((String[]) sellers.getArray())),
                row.getInt("accounts"));
    }

    /** One branch for each kind, so that each is read by its own index. */
    private static String branch(String kind, String condition) {
        return """
                select own.kind, own.value, who.seller_id
                from own cross join lateral (select seller_id from seller where %s limit :counted + 1) who
                where own.kind = '%s'
                """.formatted(condition, kind);
    }

    private static final String OWN = """
            with own as materialized (
              select its.kind, its.value, array_agg(s.seller_id) as asked
              from seller s
              cross join lateral (values ('bank_account', s.bank_account), ('device', s.device_id), ('phone', s.phone), ('email', s.email),
                ('email_domain', <domain>), ('ip', s.ip)) its (kind, value)
              where s.seller_id = any (:sellers) and its.value <> ''
                and not (its.kind = 'email_domain' and its.value = any (:open))
              group by its.kind, its.value
            ), has as (
            """.replace("<domain>", MailDomain.sql("s.email"))
            + String.join(
                    " union all ",
                    branch("bank_account", "bank_account = own.value"),
                    branch("device", "device_id = own.value"),
                    branch("phone", "phone = own.value"),
                    branch("email", "email = own.value"),
                    branch("email_domain", MailDomain.sql("email") + " = own.value and email is not null"),
                    branch("ip", "ip = own.value"))
            + """
            ), counted as (
              select kind, value, count(*)::int as sellers, (array_agg(seller_id order by seller_id))[1 : :most] as first_ones
              from has group by kind, value
            )
            select kind, value, accounts,
                   -- of what very many have, naming them would say nothing; those asked about need not be among the ones counted
                   case when sellers > :most then asked else first_ones end as sellers
            from counted
            join own using (kind, value)
            cross join lateral (
              select least(:counted, sellers + case kind
                -- buyers count where the feed tells of them: they give a carrier's address or a kiosk away
                when 'ip' then (select count(distinct b.buyer_id) from (
                  select buyer_id from orders where ip = counted.value limit :counted) b)
                when 'device' then (select count(distinct b.buyer_id) from (
                  select buyer_id from orders where device_id = counted.value limit :counted) b)
                else 0 end)::int as accounts
            ) a
            where sellers > 1
            """;

    private static String seen(String kind, String condition) {
        return """
                select r.kind, r.value, o.seller_id, o.buyer_id
                from recurring r cross join lateral (
                  select seller_id, buyer_id from orders where %s order by placed_at desc limit :counted) o
                where r.kind = '%s'
                """.formatted(condition, kind);
    }

    private static final String OF_ORDERS = """
            with latest as materialized (
              select s.seller_id, o.buyer_id, o.device_id, o.payment_id, o.ship_to_country, o.ship_to_postcode
              from unnest(:sellers) s (seller_id)
              cross join lateral (
                select buyer_id, device_id, payment_id, ship_to_country, ship_to_postcode
                from orders where seller_id = s.seller_id order by placed_at desc limit :orders
              ) o
            ), looked as (
              select seller_id, count(*) as orders from latest group by seller_id
            ), used as (
              select l.seller_id, its.kind, its.value, count(*) as orders
              from latest l
              cross join lateral (values ('buyer', l.buyer_id), ('device', l.device_id), ('payment', l.payment_id),
                ('ship_to', l.ship_to_country || ' ' || l.ship_to_postcode)) its (kind, value)
              where its.value is not null
              group by l.seller_id, its.kind, its.value
              having count(*) >= :recurring
            ), most_used as (
              select u.kind, u.value, row_number() over (partition by u.seller_id order by u.orders desc, u.kind, u.value) as place
              from used u join looked l on l.seller_id = u.seller_id and u.orders >= :share * l.orders
            ), recurring as materialized (
              select kind, value from most_used where place <= :identifiers
              union
              select kind, value from unnest(:kinds, :values) carried (kind, value)
              union
              -- a seller's own device behind orders elsewhere
              select 'device', device_id from seller where seller_id = any (:sellers) and device_id <> ''
            ), seen as materialized (
            """
            + String.join(
                    " union all ",
                    seen("buyer", "buyer_id = r.value"),
                    seen("device", "device_id = r.value"),
                    seen("payment", "payment_id = r.value"),
                    seen(
                            "ship_to",
                            "ship_to_country = split_part(r.value, ' ', 1)"
                                    + " and ship_to_postcode = substr(r.value, strpos(r.value, ' ') + 1)"))
            + """
            ), accounts as (
              select kind, value, least(:counted, count(distinct buyer_id) + count(distinct seller_id))::int as accounts
              from seen group by kind, value
            ), ends as (
              select kind, value, seller_id, count(*) as orders from seen
              group by kind, value, seller_id
              having count(*) >= :recurring and (kind = 'buyer' or count(distinct buyer_id) > 1)
            ), linked as (
              select e.kind, e.value, e.seller_id
              from ends e
              cross join lateral (select count(*) as orders from (
                select from orders where seller_id = e.seller_id limit :orders) o) of_seller
              where e.orders >= case e.kind when 'buyer' then :shareOfBuyer else :share end * of_seller.orders
              union
              select kind, value, :carrier from unnest(:kinds, :values) carried (kind, value)
              union
              select 'device', device_id, seller_id from seller where seller_id = any (:sellers) and device_id <> ''
            )
            select l.kind, l.value, a.accounts, array_agg(l.seller_id) as sellers
            from linked l join accounts a on a.kind = l.kind and a.value = l.value
            group by l.kind, l.value, a.accounts
            having count(*) > 1
            """;
}
