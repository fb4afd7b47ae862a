package org.assize.subject;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assize.platform.Money;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Finds sellers, orders, buyers and creators: by id or its beginning, sellers by a name that may be misspelt, and by an
 * identifier that is given whole. What was found by an identifier says so, without the identifier: nobody learns one here
 * that they did not know.
 *
 * <p>Mail addresses, telephone numbers, bank accounts and internet addresses are asked for only on behalf of actors who
 * may find people by them; for anybody else they match nothing, and the answer says that this was left out.
 */
@ApplicationScoped
public class SubjectSearch {

    /** Orders of one person that are counted. */
    public static final int MOST_COUNTED = 100;

    /** Names that share the words asked for, among which the most similar are chosen. */
    private static final int CANDIDATES = 200;

    private static final int SPELLINGS_OF_A_WORD = 32;

    private static final int WORDS = 6;

    /**
     * Share of trigrams in common. One slip leaves a third or more of those of a word of five letters, and of seven when two
     * neighbours changed places; two slips in a long word, or one in a word of four, leave a quarter.
     */
    private static final double[] SIMILARITIES = {0.32, 0.25};

    private final Jdbi jdbi;

    SubjectSearch(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * At most one more of each kind than asked for, so that the reader knows whether there are more.
     *
     * @param withheld it reads as an identifier by which the actor may not find people
     */
    public record Found(
            List<FoundSeller> sellers, List<FoundOrder> orders, List<FoundPerson> people, boolean withheld) {

        public static final Found NOTHING = new Found(List.of(), List.of(), List.of(), false);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FoundSeller(
            String sellerId,
            @Nullable String name,
            @Nullable String country,
            @Nullable String category,
            @Nullable Instant registeredAt,
            Match match) {

        public SubjectRef ref() {
            return SubjectRef.seller(sellerId);
        }

        FoundSeller because(Match match) {
            return new FoundSeller(sellerId, name, country, category, registeredAt, match);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FoundOrder(
            String orderId,
            Instant placedAt,
            Money amount,
            String sellerId,
            @Nullable String sellerName,
            String buyerId,
            Match match) {

        public SubjectRef ref() {
            return SubjectRef.order(orderId);
        }
    }

    /** As what somebody takes part in orders. */
    public enum Part {
        BUYER("buyer_id"),
        CREATOR("creator_id");

        private final String column;

        Part(String column) {
            this.column = column;
        }
    }

    /** @param orders at most {@link #MOST_COUNTED}, and one more when there are more */
    public record FoundPerson(Part part, String id, int orders, Instant lastOrderAt, Match match) {}

    public Found find(Actor actor, SearchQuery query, int limit) {
        actor.require(Permission.READ_CASES);
        if (query.isEmpty()) {
            return Found.NOTHING;
        }
        boolean personal = actor.may(Permission.FIND_BY_IDENTIFIER);
        return jdbi.inTransaction(handle -> {
            // A plan that does not know the pattern would read whole tables. A search that takes seconds helps nobody.
            handle.createQuery("""
                            select set_config('plan_cache_mode', 'force_custom_plan', true)
                                || set_config('statement_timeout', '3s', true)""").mapTo(String.class).one();
            return new Found(
                    sellers(handle, query, personal, limit + 1),
                    orders(handle, query, personal, limit + 1),
                    people(handle, query, limit + 1),
                    !personal && query.looksPersonal());
        });
    }

    // ------------------------------------------------------------------------------------------------ sellers

    private static final String SELLER = """
            select s.seller_id, s.name, s.country, s.category, s.registered_at from seller s
            """;

    private static final RowMapper<FoundSeller> SELLER_ROW = (row, context) -> {
        OffsetDateTime registered = row.getObject("registered_at", OffsetDateTime.class);
        return new FoundSeller(
                row.getString("seller_id"),
                row.getString("name"),
                row.getString("country"),
                row.getString("category"),
                registered == null ? null : registered.toInstant(),
                Match.of(Match.Field.ID));
    };

    private static List<FoundSeller> sellers(Handle handle, SearchQuery query, boolean personal, int limit) {
        Map<String, FoundSeller> found = new LinkedHashMap<>();
        Match byId = Match.beginning(Match.Field.ID, query.text().length());
        sellers(handle, " where s.seller_id = any (:exact)", limit)
                .bindArray("exact", String.class, array(query.spellings()))
                .map(SELLER_ROW)
                .forEach(each -> found.putIfAbsent(each.sellerId(), each.because(byId)));
        for (Map.Entry<Match.Field, String> identifier : identifiers(personal).entrySet()) {
            sellers(handle, " where s." + identifier.getValue() + " = any (:exact)", limit)
                    .bindArray("exact", String.class, array(query.identifierSpellings()))
                    .map(SELLER_ROW)
                    .forEach(each -> found.putIfAbsent(each.sellerId(), each.because(Match.of(identifier.getKey()))));
        }
        for (String spelling : query.spellings()) {
            if (found.size() < limit) {
                sellers(handle, " where s.seller_id like :beginning", limit)
                        .bind("beginning", SearchQuery.prefixPattern(spelling))
                        .map(SELLER_ROW)
                        .forEach(each -> found.putIfAbsent(each.sellerId(), each.because(byId)));
            }
        }
        if (found.size() < limit) {
            named(handle, query, limit).forEach(each -> found.putIfAbsent(each.sellerId(), each));
        }
        return found.values().stream().limit(limit).toList();
    }

    private static Query sellers(Handle handle, String where, int limit) {
        return handle.createQuery(SELLER + where + " limit :limit").bind("limit", limit);
    }

    private static Map<Match.Field, String> identifiers(boolean personal) {
        Map<Match.Field, String> columns = new LinkedHashMap<>();
        if (personal) {
            columns.put(Match.Field.EMAIL, "email");
            columns.put(Match.Field.PHONE, "phone");
            columns.put(Match.Field.BANK_ACCOUNT, "bank_account");
            columns.put(Match.Field.IP, "ip");
        }
        columns.put(Match.Field.DEVICE, "device_id");
        return columns;
    }

    private static List<FoundSeller> named(Handle handle, SearchQuery query, int limit) {
        Map<String, FoundSeller> found = new LinkedHashMap<>();
        handle.createQuery(SELLER + " where s.name is not null and lower(s.name) like :beginning limit :limit")
                .bind("beginning", SearchQuery.prefixPattern(query.text().toLowerCase(Locale.ROOT)))
                .bind("limit", limit)
                .map(SELLER_ROW)
                .forEach(each -> found.put(
                        each.sellerId(),
                        each.because(
                                Match.beginning(Match.Field.NAME, query.text().length()))));
        if (found.size() < limit) {
            Map<String, Set<String>> spellings = knownSpellings(handle, query);
            Set<String> unknown = spellings.entrySet().stream()
                    .filter(each -> each.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            correct(handle, spellings, unknown);
            likely(handle, query, spellings, limit).forEach(each -> found.putIfAbsent(each.sellerId(), each));
            if (found.isEmpty() && unknown.size() < spellings.size()) {
                // words that are in names, but together in none: one of them may be another one misspelt
                Set<String> others = new HashSet<>(spellings.keySet());
                others.removeAll(unknown);
                correct(handle, spellings, others);
                likely(handle, query, spellings, limit).forEach(each -> found.putIfAbsent(each.sellerId(), each));
            }
        }
        return List.copyOf(found.values());
    }

    /** Names that hold one spelling of each word that has any, the most similar to what was typed first. */
    private static List<FoundSeller> likely(
            Handle handle, SearchQuery query, Map<String, Set<String>> spellings, int limit) {
        List<Set<String>> words = answered(spellings);
        if (words.isEmpty()) {
            return List.of();
        }
        StringBuilder where = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            where.append(" and name_words(name) && :word").append(i);
        }
        Query likely = handle.createQuery("""
                select s.seller_id, s.name, s.country, s.category, s.registered_at
                from (select * from seller where name is not null <words> limit :candidates) s
                order by similarity(s.name, :text) desc, s.seller_id limit :limit""".replace("<words>", where))
                .bind("text", query.text())
                .bind("candidates", CANDIDATES)
                .bind("limit", limit);
        for (int i = 0; i < words.size(); i++) {
            likely.bindArray("word" + i, String.class, array(words.get(i)));
        }
        Set<String> all = words.stream().flatMap(Set::stream).collect(Collectors.toSet());
        return likely.map(SELLER_ROW)
                .map(each -> each.because(
                        new Match(Match.Field.NAME, NameWords.marks(each.name() == null ? "" : each.name(), all))))
                .list();
    }

    /**
     * The spellings of the words that names hold one of. Nothing at all when most of what was typed is in no name, or what is
     * left is a single letter: then it is an id, and no name.
     */
    private static List<Set<String>> answered(Map<String, Set<String>> spellings) {
        int typed = 0;
        int answered = 0;
        List<Set<String>> words = new ArrayList<>();
        for (Map.Entry<String, Set<String>> each : spellings.entrySet()) {
            typed += each.getKey().length();
            if (!each.getValue().isEmpty()) {
                answered += each.getKey().length();
                words.add(each.getValue());
            }
        }
        return answered > 1 && answered * 2 >= typed ? words : List.of();
    }

    /** Of each word typed, those that names are known to hold and that are it, or begin with it. */
    private static Map<String, Set<String>> knownSpellings(Handle handle, SearchQuery query) {
        Map<String, Set<String>> spellings = new LinkedHashMap<>();
        handle.createQuery("""
                        select typed.word as typed, known.word as known
                        from (select word from unnest(name_words(:text)) word limit :words) typed
                        left join lateral (
                          (select word from seller_word where word = typed.word limit 1)
                          union
                          (select word from seller_word where length(typed.word) > 1
                             -- a bound of the ordinary kind, since the beginning is not known when this is planned
                             and word ~>=~ typed.word and word ~<~ (typed.word || chr(1114111))
                           limit :most)
                        ) known on true""")
                .bind("text", query.text())
                .bind("words", WORDS)
                .bind("most", SPELLINGS_OF_A_WORD)
                .map((row, context) -> {
                    Set<String> answers = spellings.computeIfAbsent(row.getString("typed"), word -> new TreeSet<>());
                    String known = row.getString("known");
                    return known != null && answers.add(known);
                })
                .list();
        return spellings;
    }

    /**
     * Adds the words that differ by a slip or two of the fingers. The dearest part of a search: a word shares some of its
     * trigrams with thousands of others, each of which is looked at. So only those are asked for that need it, and those that
     * share much before those that share little.
     */
    private static void correct(Handle handle, Map<String, Set<String>> spellings, Set<String> words) {
        for (double similarity : SIMILARITIES) {
            List<String> asked = words.stream()
                    .filter(word -> word.length() > 3)
                    .filter(word -> similarity == SIMILARITIES[0]
                            || spellings.getOrDefault(word, Set.of()).isEmpty())
                    .toList();
            if (asked.isEmpty()) {
                return;
            }
            handle.createQuery("select set_config('pg_trgm.similarity_threshold', :similarity, true)")
                    .bind("similarity", Double.toString(similarity))
                    .mapTo(String.class)
                    .one();
            handle.createQuery("""
                            select typed.word as typed, known.word as known
                            from unnest(:words::text[]) as typed (word)
                            cross join lateral (
                              select word from seller_word where word % typed.word
                              order by similarity(word, typed.word) desc limit :most
                            ) known""")
                    .bindArray("words", String.class, array(asked))
                    .bind("most", SPELLINGS_OF_A_WORD)
                    .map((row, context) -> {
                        String typed = row.getString("typed");
                        String known = row.getString("known");
                        return NameWords.answers(known, typed)
                                && spellings
                                        .computeIfAbsent(typed, word -> new TreeSet<>())
                                        .add(known);
                    })
                    .list();
        }
    }

    // ------------------------------------------------------------------------------------------------- orders

    private static final String ORDER = """
            select o.order_id, o.placed_at, o.amount_minor, o.currency, o.seller_id, s.name as seller_name, o.buyer_id
            from (select * from orders where <where> limit :limit) o
            join seller s on s.seller_id = o.seller_id
            """;

    private static List<FoundOrder> orders(Handle handle, SearchQuery query, boolean personal, int limit) {
        Map<String, FoundOrder> found = new LinkedHashMap<>();
        Match byId = Match.beginning(Match.Field.ID, query.text().length());
        orders(handle, "order_id = any (:exact)", limit)
                .bindArray("exact", String.class, array(query.spellings()))
                .map(order(byId))
                .forEach(each -> found.putIfAbsent(each.orderId(), each));
        for (String spelling : query.spellings()) {
            if (found.size() < limit) {
                orders(handle, "order_id like :beginning", limit)
                        .bind("beginning", SearchQuery.prefixPattern(spelling))
                        .map(order(byId))
                        .forEach(each -> found.putIfAbsent(each.orderId(), each));
            }
        }
        Map<Match.Field, String> identifiers = new LinkedHashMap<>();
        identifiers.put(Match.Field.PAYMENT, "payment_id");
        identifiers.put(Match.Field.DEVICE, "device_id");
        if (personal) {
            identifiers.put(Match.Field.IP, "ip");
        }
        identifiers.forEach((field, column) -> {
            for (String spelling : query.spellings()) {
                if (found.size() < limit) {
                    orders(handle, column + " = :exact order by placed_at desc", limit)
                            .bind("exact", spelling)
                            .map(order(Match.of(field)))
                            .forEach(each -> found.putIfAbsent(each.orderId(), each));
                }
            }
        });
        return found.values().stream().limit(limit).toList();
    }

    private static Query orders(Handle handle, String where, int limit) {
        return handle.createQuery(ORDER.replace("<where>", where)).bind("limit", limit);
    }

    private static RowMapper<FoundOrder> order(Match match) {
        return (row, context) -> new FoundOrder(
                row.getString("order_id"),
                row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                new Money(row.getLong("amount_minor"), row.getString("currency")),
                row.getString("seller_id"),
                row.getString("seller_name"),
                row.getString("buyer_id"),
                match);
    }

    // ------------------------------------------------------------------------------------------------- people

    /** From one id to the next above it: as many steps as people are shown, however many orders each has. */
    private static final String PEOPLE = """
            with recursive person as (
              (select <id> as id from orders where <id> like :beginning order by <id> limit 1)
              union all
              select (select o.<id> from orders o where o.<id> > person.id and o.<id> like :beginning order by o.<id> limit 1)
              from person where person.id is not null
            )
            select person.id, counted.orders, counted.last
            from (select id from person where id is not null limit :limit) person
            cross join lateral (
              select count(*)::int as orders, max(placed_at) as last
              from (select placed_at from orders o where o.<id> = person.id order by placed_at desc limit :most + 1) latest
            ) counted
            """;

    private static List<FoundPerson> people(Handle handle, SearchQuery query, int limit) {
        List<FoundPerson> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Match match = Match.beginning(Match.Field.ID, query.text().length());
        for (Part part : Part.values()) {
            for (String spelling : query.spellings()) {
                if (found.size() < limit) {
                    handle.createQuery(PEOPLE.replace("<id>", part.column))
                            .bind("beginning", SearchQuery.prefixPattern(spelling))
                            .bind("limit", limit)
                            .bind("most", MOST_COUNTED)
                            .map((row, context) -> new FoundPerson(
                                    part,
                                    row.getString("id"),
                                    row.getInt("orders"),
                                    row.getObject("last", OffsetDateTime.class).toInstant(),
                                    match))
                            .filter(each -> seen.add(part + each.id()))
                            .forEach(found::add);
                }
            }
        }
        return found.stream().limit(limit).toList();
    }

    private static Object[] array(Collection<String> texts) {
        return texts.toArray();
    }
}
