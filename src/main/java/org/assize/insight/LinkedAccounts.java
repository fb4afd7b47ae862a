package org.assize.insight;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assize.casework.CaseState;
import org.assize.platform.AssizeClock;
import org.assize.platform.Money;
import org.assize.scoring.Markets;
import org.assize.security.Actor;
import org.assize.subject.IdentifierKind;
import org.assize.subject.LinkGroup;
import org.assize.subject.Links;
import org.assize.subject.SharedIdentifier;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The sellers that a subject hangs together with, what is at stake with each, and what people have thought of them. */
@ApplicationScoped
public class LinkedAccounts {

    private final Links links;
    private final Markets markets;
    private final Jdbi jdbi;
    private final AssizeClock clock;

    LinkedAccounts(Links links, Markets markets, Jdbi jdbi, AssizeClock clock) {
        this.links = links;
        this.markets = markets;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** What an account is marked by: the last truth that is known of it, else whether people are at it. */
    public enum Mark {
        FRAUD,
        LEGITIMATE,
        OPEN,
        NONE;

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param accounts nearest first; the one asked about is the first
     * @param links one for each identifier that at least two of the accounts share
     * @param hubs identifiers that are shared by too many to mean anything; they connect nobody
     * @param cut whether linked accounts are left out: those of {@link Account#beyond()}
     */
    public record Picture(List<Account> accounts, List<Link> links, List<Hub> hubs, boolean cut) {

        static final Picture EMPTY = new Picture(List.of(), List.of(), List.of(), false);

        public Picture {
            accounts = List.copyOf(accounts);
            links = List.copyOf(links);
            hubs = List.copyOf(hubs);
        }
    }

    /**
     * @param steps from the account asked about, which has 0
     * @param beyond linked accounts that are left out
     * @param shares kinds of identifier that tie it to others of the accounts, the most telling first
     * @param valueAtRisk its orders of the last 30 days
     * @param source of the truth: {@code verdict}, or {@code outcome:} and the outcome's source; null when none is known
     * @param openCase the case that is open on it
     * @param lastCase the last one that was closed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Account(
            String sellerId,
            @Nullable String name,
            @Nullable String market,
            @Nullable Instant registeredAt,
            @Nullable String status,
            int steps,
            int beyond,
            List<IdentifierKind> shares,
            Money valueAtRisk,
            Mark mark,
            @Nullable String source,
            @Nullable CaseRef openCase,
            @Nullable CaseRef lastCase) {}

    /** @param decision of its last verdict */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CaseRef(
            UUID id,
            long number,
            CaseState state,
            @Nullable String heldBy,
            @Nullable String decision,
            @Nullable String typology,
            Instant at) {}

    /** @param identifier as much of it as may be shown; equal for equal identifiers of one picture only by accident */
    public record Link(IdentifierKind kind, String identifier, List<String> sellers) {}

    /** @param accounts sellers and buyers that have it, of at most {@link SharedIdentifier#COUNTED} */
    public record Hub(IdentifierKind kind, String identifier, int accounts, boolean capped, List<String> sellers) {}

    /**
     * @param most accounts to go to by nearness, at most {@link LinkGroup#MOST}
     * @param unfolded accounts whose neighbours are wanted beyond that, see {@link LinkGroup#around}
     */
    public Picture read(Actor actor, SubjectRef subject, int most, List<String> unfolded) {
        LinkGroup group = links.around(actor, subject, Math.clamp(most, 1, LinkGroup.MOST), unfolded);
        if (group.members().isEmpty()) {
            return Picture.EMPTY;
        }
        List<String> ids =
                group.members().stream().map(LinkGroup.Member::sellerId).toList();
        Set<String> drawn = Set.copyOf(ids);
        List<Link> between = new ArrayList<>();
        Map<String, Set<IdentifierKind>> shares =
                ids.stream().collect(Collectors.toMap(Function.identity(), id -> new TreeSet<>()));
        for (SharedIdentifier one : group.links()) {
            List<String> ends = one.sellers().stream().filter(drawn::contains).toList();
            if (ends.size() > 1) {
                between.add(new Link(one.identifier().kind(), one.identifier().masked(), ends));
                ends.forEach(id ->
                        shares.getOrDefault(id, Set.of()).add(one.identifier().kind()));
            }
        }
        List<Hub> hubs = group.hubs().stream()
                .map(one -> new Hub(
                        one.identifier().kind(),
                        one.identifier().masked(),
                        one.accounts(),
                        one.accounts() >= SharedIdentifier.COUNTED,
                        one.sellers().stream().filter(drawn::contains).toList()))
                .filter(hub -> !hub.sellers().isEmpty())
                .toList();
        Map<String, Money> values = markets.valueAtRisk(ids, clock.now());
        Map<String, Known> known = known(ids);
        List<Account> accounts = new ArrayList<>(ids.size());
        for (LinkGroup.Member member : group.members()) {
            String id = member.sellerId();
            Known its = known.get(id);
            Money value = values.get(id);
            // a seller that was recorded while we read is in the next look
            if (its != null && value != null) {
                accounts.add(account(member, shares.getOrDefault(id, Set.of()), value, its));
            }
        }
        return new Picture(accounts, between, hubs, group.isCut());
    }

    private static Account account(LinkGroup.Member member, Set<IdentifierKind> shares, Money valueAtRisk, Known its) {
        return new Account(
                member.sellerId(),
                its.name(),
                its.market(),
                its.registeredAt(),
                its.status(),
                member.steps(),
                member.beyond(),
                List.copyOf(shares),
                valueAtRisk,
                its.mark(),
                its.source(),
                its.openCase(),
                its.lastCase());
    }

    private record Known(
            @Nullable String name,
            @Nullable String market,
            @Nullable Instant registeredAt,
            @Nullable String status,
            @Nullable Boolean fraud,
            @Nullable String source,
            @Nullable CaseRef openCase,
            @Nullable CaseRef lastCase) {

        Mark mark() {
            if (fraud == null) {
                return openCase == null ? Mark.NONE : Mark.OPEN;
            }
            return fraud ? Mark.FRAUD : Mark.LEGITIMATE;
        }
    }

    private Map<String, Known> known(List<String> ids) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select s.seller_id, s.name, coalesce(s.market, s.country) as market, s.registered_at, s.status,
                               truth.fraud, truth.source,
                               open.id as open_id, open.number as open_number, open.state as open_state,
                               holder.name as open_holder, open.opened_at as open_at,
                               closed.id as closed_id, closed.number as closed_number, closed.closed_at, last_verdict.decision,
                               last_verdict.typology
                        from seller s
                        left join lateral (
                          select label = 'fraud' as fraud, source from label
                          where subject_kind = 'seller' and subject_id = s.seller_id order by known_at desc, id desc limit 1
                        ) truth on true
                        left join fraud_case open
                          on open.subject_kind = 'seller' and open.subject_id = s.seller_id and open.state <> 'CLOSED'
                        left join actor holder on holder.id = open.claimed_by
                        left join lateral (
                          select id, number, closed_at from fraud_case
                          where subject_kind = 'seller' and subject_id = s.seller_id and state = 'CLOSED'
                          order by opened_at desc limit 1
                        ) closed on true
                        left join lateral (
                          select decision, typology from verdict where case_id = closed.id order by reached_at desc limit 1
                        ) last_verdict on true
                        where s.seller_id = any (:ids)""")
                .bindArray("ids", String.class, ids)
                .map((row, context) -> Map.entry(
                        row.getString("seller_id"),
                        new Known(
                                row.getString("name"),
                                row.getString("market"),
                                instant(row, "registered_at"),
                                row.getString("status"),
                                row.getObject("fraud", Boolean.class),
                                row.getString("source"),
                                open(row),
                                closed(row))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static @Nullable CaseRef open(ResultSet row) throws SQLException {
        UUID id = row.getObject("open_id", UUID.class);
        Instant at = instant(row, "open_at");
        return id == null || at == null
                ? null
                : new CaseRef(
                        id,
                        row.getLong("open_number"),
                        CaseState.valueOf(row.getString("open_state")),
                        row.getString("open_holder"),
                        null,
                        null,
                        at);
    }

    private static @Nullable CaseRef closed(ResultSet row) throws SQLException {
        UUID id = row.getObject("closed_id", UUID.class);
        Instant at = instant(row, "closed_at");
        return id == null || at == null
                ? null
                : new CaseRef(
                        id,
                        row.getLong("closed_number"),
                        CaseState.CLOSED,
                        null,
                        row.getString("decision"),
                        row.getString("typology"),
                        at);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
