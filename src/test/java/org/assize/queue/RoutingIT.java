package org.assize.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assize.casework.Casebook;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.platform.FieldError;
import org.assize.platform.Money;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules, calendars and policies as leads change them, and what becomes of the cases that open afterwards. */
@QuarkusTest
class RoutingIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    RoutingVersions versions;

    @Inject
    ChangeRoutingRules changeRules;

    @Inject
    RoutingPreview preview;

    @Inject
    ChangeQueuePolicy changePolicy;

    @Inject
    ChangeCalendar changeCalendar;

    @Inject
    QueuePolicies policies;

    @Inject
    CreateQueue createQueue;

    Actor lea;
    Actor ada;
    List<RoutingRule> before;

    @BeforeEach
    void people() {
        lea = book.person("Lea", Role.LEAD);
        ada = book.person("Ada", Role.INVESTIGATOR);
        before = versions.current().rules();
    }

    @AfterEach
    void asItWas() {
        RoutingRules now = versions.current();
        if (!now.rules().equals(before)) {
            changeRules.change(lea, now.version(), before);
        }
    }

    @Test
    void whatCameWithAssizeSendsSellersOrdersAndTheAuditSampleToTheirQueues() {
        assertThat(queueOf(book.open(Casebook.seller()))).isEqualTo("sellers");
        assertThat(queueOf(book.open(Casebook.order()))).isEqualTo("orders");
        assertThat(queueOf(book.raise(book.flag(Casebook.seller(), FlagOrigin.AUDIT_SAMPLE, 0.1, 10))))
                .isEqualTo("audit-sample");
    }

    @Test
    void aChangeIsInForceForTheNextCase() {
        String dear = newQueue(null);
        change(rule("Dear", when().fromEuro(5_000).build(), dear));
        assertThat(queueOf(book.raise(book.flag(Casebook.seller(), FlagOrigin.MODEL, 0.9, 4_999))))
                .isEqualTo("sellers");
        assertThat(queueOf(book.raise(book.flag(Casebook.seller(), FlagOrigin.MODEL, 0.9, 5_000))))
                .isEqualTo(dear);
    }

    @Test
    void categoryAndCountryAreThoseThatTheMarketplaceTold() {
        String shoes = newQueue("seller");
        String subject = "S-" + UUID.randomUUID();
        jdbi.useHandle(handle -> handle.execute("""
                insert into seller (seller_id, category, country, content_hash, recorded_at)
                values (?, 'Shoes', 'PT', '\\x', now())""", subject));
        change(rule(
                "Shoes from Portugal",
                when().kind("seller").category("shoes").country("pt").build(),
                shoes));
        assertThat(queueOf(book.open(org.assize.subject.SubjectRef.seller(subject))))
                .isEqualTo(shoes);
        assertThat(queueOf(book.open(Casebook.seller()))).isEqualTo("sellers");
    }

    @Test
    void aRuleMayAskWhatKindOfModelFlaggedACase() {
        String unusual = newQueue("order");
        String version = "routing-" + UUID.randomUUID();
        org.assize.scoring.ModelByHand.crown(jdbi, org.assize.subject.SubjectKind.ORDER, version, 77, "amount", 500);
        String algorithm = jdbi.withHandle(
                handle -> handle.select("select algorithm from model_version where version = ?", version)
                        .mapTo(String.class)
                        .one());
        // by hand is no algorithm that a rule can ask for
        Casebook.asOwner(handle ->
                handle.execute("update assize.model_version set algorithm = 'isolation' where version = ?", version));
        assertThat(algorithm).isNotEqualTo("isolation");
        RoutingRule rule =
                rule("Unusual", when().kind("order").algorithm("isolation").build(), unusual);
        change(rule);
        SubjectFlagged plain = book.flag(Casebook.order(), FlagOrigin.MODEL, 0.5, 10);
        SubjectFlagged scored = by(version, plain);
        assertThat(queueOf(book.raise(scored))).isEqualTo(unusual);
        assertThat(queueOf(book.raise(book.flag(Casebook.order(), FlagOrigin.MODEL, 0.5, 10))))
                .as("flagged without a model")
                .isEqualTo("orders");
        List<RoutingRule> draft = new ArrayList<>(List.of(rule));
        draft.addAll(before);
        assertThat(((RoutingPreview.Preview) preview.of(lea, draft))
                        .rules()
                        .getFirst()
                        .taken())
                .as("the preview knows it of past cases, too")
                .isEqualTo(1);
        assertThat(changeRules.change(
                        lea,
                        versions.current().version(),
                        List.of(rule(
                                "Bad", when().kind("order").algorithm("oracle").build(), unusual))))
                .isInstanceOf(ChangeRoutingRules.Invalid.class);
    }

    private static SubjectFlagged by(String version, SubjectFlagged flag) {
        return new SubjectFlagged(
                flag.subject(),
                flag.origin(),
                flag.asOf(),
                flag.scoreId(),
                flag.score(),
                flag.percentile(),
                version,
                flag.reasons(),
                flag.inclusionProbability(),
                flag.stratum(),
                flag.seed(),
                flag.policyVersion(),
                flag.note(),
                flag.market(),
                flag.valueAtRisk(),
                flag.flaggedBy(),
                flag.at());
    }

    @Test
    void aPreviewCountsWhatTheRulesThenDo() {
        Random random = new Random(11);
        String here = "here-" + UUID.randomUUID();
        String there = "there-" + UUID.randomUUID();
        List<SubjectFlagged> flags = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            flags.add(any(random, random.nextBoolean() ? here : there));
        }
        book.raise(flags);
        String dear = newQueue(null);
        String likely = newQueue(null);
        List<RoutingRule> draft = new ArrayList<>(List.of(
                rule("Here and likely", when().market(here).fromScore(0.5).build(), likely),
                rule(
                        "Dear",
                        when().market(here)
                                .market(there)
                                .fromEuro(500)
                                .origin("model")
                                .build(),
                        dear)));
        draft.addAll(before);
        var shown = (RoutingPreview.Preview) preview.of(lea, draft);
        assertThat(shown.cases()).isGreaterThanOrEqualTo(60);
        assertThat(shown.rules().stream().mapToInt(RoutingPreview.Line::taken).sum())
                .isEqualTo(shown.cases());
        assertThat(shown.moved())
                .isEqualTo(shown.rules().stream()
                        .mapToInt(RoutingPreview.Line::moved)
                        .sum());

        // the cases of the last days arrive once more, now by the new rules
        Map<String, Integer> went = new HashMap<>();
        assertThat(changeRules.change(lea, versions.current().version(), draft))
                .isInstanceOf(ChangeRoutingRules.Changed.class);
        int moved = 0;
        for (SubjectFlagged flag : flags) {
            String formerly = queueOf(book.raise(flag));
            jdbi.useHandle(handle -> handle.execute(
                    "update fraud_case set state = 'CLOSED', closed_at = now() where subject_id = ?",
                    flag.subject().id()));
            String now = queueOf(book.raise(flag));
            went.merge(now, 1, Integer::sum);
            moved += now.equals(formerly) ? 0 : 1;
        }
        assertThat(went.get(likely)).isEqualTo(shown.rules().get(0).taken()).isPositive();
        assertThat(went.get(dear)).isEqualTo(shown.rules().get(1).taken()).isPositive();
        assertThat(moved).isEqualTo(shown.moved());
    }

    @Test
    void rulesThatLeaveACaseWithoutAQueueAreRefused() {
        String sellersOnly = newQueue("seller");
        var refused = (ChangeRoutingRules.Invalid) changeRules.change(
                lea,
                versions.current().version(),
                List.of(
                        rule("", when().build(), "nowhere"),
                        rule("Everybody", when().build(), sellersOnly),
                        rule("Sellers", when().kind("seller").build(), "sellers"),
                        rule(
                                "Odd",
                                when().kind("buyer")
                                        .origin("gossip")
                                        .fromScore(2)
                                        .build(),
                                "sellers")));
        assertThat(refused.errors())
                .extracting(FieldError::field)
                .contains(
                        "rules[0].name",
                        "rules[0].queue",
                        "rules[1].queue",
                        "rules[3].when.subjectKind",
                        "rules[3].when.origins",
                        "rules[3].when.fromScore");
        var gap = (ChangeRoutingRules.Invalid) changeRules.change(
                lea,
                versions.current().version(),
                List.of(rule("Sellers", when().kind("seller").build(), "sellers")));
        assertThat(gap.errors()).extracting(FieldError::rule).containsExactly("gap_order");
        assertThatThrownBy(() -> changeRules.change(ada, 1, before)).isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> preview.of(ada, before)).isInstanceOf(NotPermitted.class);
    }

    @Test
    void ofLeadsWhoChangeTheSameVersionAtOnceOneWins() throws Exception {
        String queue = book.queue(null);
        int version = versions.current().version();
        try (var pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Object>> rules = new ArrayList<>();
            List<Callable<Object>> terms = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int minutes = 100 + i;
                List<RoutingRule> mine = new ArrayList<>(
                        List.of(rule("Mine " + i, when().fromEuro(1_000_000 + i).build(), "audit-sample")));
                mine.addAll(before);
                rules.add(() -> changeRules.change(lea, version, mine));
                terms.add(() -> changePolicy.change(lea, queue, 1, Terms.of(minutes, 5, null, "warn")));
            }
            assertThat(pool.invokeAll(rules).stream().map(RoutingIT::get))
                    .filteredOn(ChangeRoutingRules.Changed.class::isInstance)
                    .hasSize(1);
            assertThat(pool.invokeAll(terms).stream().map(RoutingIT::get))
                    .filteredOn(ChangeQueuePolicy.Changed.class::isInstance)
                    .hasSize(1);
        }
        assertThat(policies.versions(queue)).hasSize(2);
        assertThat(book.count(
                        "select count(*) from audit_event where kind = 'queue_policy.changed' and payload like ?",
                        "%" + queue + "%"))
                .isEqualTo(1);
        assertThat(book.count(
                        "select count(*) from audit_event where kind = 'routing_rules.changed' and payload like ?",
                        "%\"version\":" + (version + 1) + "}%"))
                .isEqualTo(1);
    }

    @Test
    void dueTimesCountTheWorkingHoursOfTheQueuesCalendar() {
        String key = "office-" + UUID.randomUUID().toString().substring(0, 8);
        var form = new ChangeCalendar.Form(
                "Two hours a day", "Asia/Tokyo", java.util.Collections.nCopies(7, "10:00-12:00"), List.of());
        assertThat(changeCalendar.change(lea, key, 0, form)).isInstanceOf(ChangeCalendar.Changed.class);
        assertThat(changeCalendar.change(lea, key, 0, form)).isInstanceOf(ChangeCalendar.Outdated.class);
        assertThat(changeCalendar.change(
                        lea, key, 1, new ChangeCalendar.Form("x", "Mars/Olympus", List.of("8-12"), List.of("soon"))))
                .isInstanceOfSatisfying(
                        ChangeCalendar.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(FieldError::field)
                                .containsExactly("timeZone", "hours", "holidays"));
        String queue = newQueue(null);
        assertThat(changePolicy.change(lea, queue, 1, Terms.byCalendar(key, 600)))
                .isInstanceOf(ChangeQueuePolicy.Changed.class);
        change(rule("All", when().build(), queue));
        UUID id = book.open(Casebook.seller());
        Instant opened = instant(id, "opened_at");
        assertThat(Duration.between(opened, instant(id, "due_at")))
                .as("ten hours of work at two hours a day take four to five days")
                .isBetween(Duration.ofDays(4), Duration.ofDays(5));
    }

    private static Object get(java.util.concurrent.Future<Object> future) {
        try {
            return future.get();
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private SubjectFlagged any(Random random, String market) {
        SubjectFlagged usual = book.flag(
                random.nextBoolean() ? Casebook.seller() : Casebook.order(),
                random.nextInt(4) == 0 ? FlagOrigin.AUDIT_SAMPLE : FlagOrigin.MODEL,
                random.nextDouble(),
                random.nextInt(1_000));
        return new SubjectFlagged(
                usual.subject(),
                usual.origin(),
                usual.asOf(),
                null,
                usual.score(),
                usual.percentile(),
                null,
                "[]",
                1,
                null,
                null,
                null,
                null,
                market,
                new Money(usual.valueAtRisk().minor(), random.nextInt(5) == 0 ? "JPY" : "EUR"),
                Actor.SYSTEM,
                usual.at());
    }

    private void change(RoutingRule first) {
        List<RoutingRule> rules = new ArrayList<>(List.of(first));
        rules.addAll(before);
        assertThat(changeRules.change(lea, versions.current().version(), rules))
                .isInstanceOf(ChangeRoutingRules.Changed.class);
    }

    private String newQueue(@Nullable String kind) {
        String key = "q-" + UUID.randomUUID();
        assertThat(createQueue.create(lea, key, "A queue", kind, Terms.of(60, 15, null, "warn", "none")))
                .isInstanceOf(CreateQueue.Created.class);
        assertThat(createQueue.create(lea, key, "A queue", kind, Terms.of(60, 15, null, "warn", "none")))
                .isInstanceOf(CreateQueue.Invalid.class);
        return key;
    }

    private String queueOf(UUID caseId) {
        return jdbi.withHandle(handle -> handle.select("select queue_key from fraud_case where id = ?", caseId)
                .mapTo(String.class)
                .one());
    }

    private Instant instant(UUID caseId, String column) {
        return jdbi.withHandle(handle -> handle.select("select " + column + " from fraud_case where id = ?", caseId)
                .mapTo(Instant.class)
                .one());
    }

    private static RoutingRule rule(String name, RoutingRule.Conditions when, String queue) {
        return new RoutingRule(name, when, queue);
    }

    private static When when() {
        return new When();
    }

    /** Conditions, one by one. */
    private static final class When {

        private @Nullable String kind;
        private final List<String> origins = new ArrayList<>();
        private final List<String> markets = new ArrayList<>();
        private final List<String> categories = new ArrayList<>();
        private final List<String> countries = new ArrayList<>();
        private final List<String> algorithms = new ArrayList<>();
        private @Nullable Integer fromEuro;
        private @Nullable Double fromScore;

        When kind(String code) {
            kind = code;
            return this;
        }

        When origin(String code) {
            origins.add(code);
            return this;
        }

        When market(String code) {
            markets.add(code);
            return this;
        }

        When category(String name) {
            categories.add(name);
            return this;
        }

        When algorithm(String code) {
            algorithms.add(code);
            return this;
        }

        When country(String code) {
            countries.add(code);
            return this;
        }

        When fromEuro(int euros) {
            fromEuro = euros;
            return this;
        }

        When fromScore(double score) {
            fromScore = score;
            return this;
        }

        RoutingRule.Conditions build() {
            return new RoutingRule.Conditions(
                    kind, origins, markets, categories, countries, algorithms, fromEuro, null, fromScore, null);
        }
    }
}
