package org.assize.workbench.demo;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assize.casework.FraudCase;
import org.assize.flagging.ChangeFlagPolicy;
import org.assize.ingest.Feed;
import org.assize.ingest.ImportFile;
import org.assize.ingest.ImportHistory;
import org.assize.ingest.ImportProgress;
import org.assize.platform.AssizeClock;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.Claimed;
import org.assize.queue.QueuePolicies;
import org.assize.scoring.ScoringRun;
import org.assize.scoring.ScoringRuns;
import org.assize.security.Actor;
import org.assize.security.InvitePerson;
import org.assize.security.Role;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.assize.training.DecidePromotion;
import org.assize.training.ModelRegistry;
import org.assize.training.ModelReport;
import org.assize.training.RequestPromotion;
import org.assize.training.TrainModel;
import org.assize.training.TrainingRun;
import org.assize.training.TrainingRuns;
import org.assize.verdict.Action;
import org.assize.verdict.Confidence;
import org.assize.verdict.Decision;
import org.assize.verdict.ReachVerdict;
import org.assize.verdict.Typology;
import org.assize.verdict.VerdictForm;
import org.assize.workbench.KeepScored;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Plays one round of the loop into a fresh database, by the use cases that people and services call, with the clock set to
 * where the story is: the history comes in by the feeds, a first model without labels flags, people who err decide, truth
 * arrives late, a model learns from both and is promoted by two people, and the last days wait for whoever opens the page.
 */
@ApplicationScoped
public class DemoStory {

    /** What everybody in the demo signs in with; the demo listens on loopback only. */
    static final String PASSWORD = "assize-demo-only";

    /**
     * What the demo sets as {@code assize.label.maturity}. Its chargebacks take five to 45 days, most of them less than
     * this; with all 45, 90 days of history would leave nothing to learn from.
     */
    static final String TRUTH_TAKES = "P21D";

    /** The file in the data directory that says that the story was told to its end. */
    static final String TOLD = "story-told";

    private static final Logger LOG = Logger.getLogger(DemoStory.class);
    private static final long SEED = 20_260_101;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final List<String> QUEUES = List.of("sellers", "orders", "audit-sample");

    private record Member(String username, String name, Role role) {}

    private static final List<Member> OTHERS = List.of(
            new Member("greta", "Greta Lindqvist", Role.LEAD),
            new Member("sofia", "Sofia Almeida", Role.SCIENTIST),
            new Member("omar", "Omar Haddad", Role.AUDITOR),
            new Member("noor", "Noor de Vries", Role.ADMINISTRATOR));

    private final Jdbi jdbi;
    private final AssizeClock clock;
    private final InvitePerson invite;
    private final ImportFile imports;
    private final ImportHistory importHistory;
    private final ChangeFlagPolicy changePolicy;
    private final KeepScored keepScored;
    private final ScoringRuns scoringRuns;
    private final ClaimNextCase claimNext;
    private final QueuePolicies policies;
    private final ReachVerdict reachVerdict;
    private final TrainModel training;
    private final TrainingRuns trainingRuns;
    private final ModelRegistry registry;
    private final RequestPromotion requestPromotion;
    private final DecidePromotion decidePromotion;
    private final boolean wanted;
    private final Path data;
    private final String address;
    private final Map<String, Actor> people = new HashMap<>();

    DemoStory(
            Jdbi jdbi,
            AssizeClock clock,
            InvitePerson invite,
            ImportFile imports,
            ImportHistory importHistory,
            ChangeFlagPolicy changePolicy,
            KeepScored keepScored,
            ScoringRuns scoringRuns,
            ClaimNextCase claimNext,
            QueuePolicies policies,
            ReachVerdict reachVerdict,
            TrainModel training,
            TrainingRuns trainingRuns,
            ModelRegistry registry,
            RequestPromotion requestPromotion,
            DecidePromotion decidePromotion,
            @ConfigProperty(name = "assize.demo", defaultValue = "false") boolean wanted,
            @ConfigProperty(name = "assize.data") Path data,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.invite = invite;
        this.imports = imports;
        this.importHistory = importHistory;
        this.changePolicy = changePolicy;
        this.keepScored = keepScored;
        this.scoringRuns = scoringRuns;
        this.claimNext = claimNext;
        this.policies = policies;
        this.reachVerdict = reachVerdict;
        this.training = training;
        this.trainingRuns = trainingRuns;
        this.registry = registry;
        this.requestPromotion = requestPromotion;
        this.decidePromotion = decidePromotion;
        this.wanted = wanted;
        this.data = data;
        this.address = "http://localhost:" + port;
    }

    void onStart(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1_000) StartupEvent start) {
        if (!wanted) {
            return;
        }
        if (nobodyThere()) {
            try {
                play(clock.now().truncatedTo(ChronoUnit.MINUTES));
                Files.createFile(data.resolve(TOLD));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                clock.setFree();
            }
        }
        greet();
    }

    private boolean nobodyThere() {
        return jdbi.withHandle(handle -> handle.createQuery("select not exists (select 1 from person)")
                .mapTo(Boolean.class)
                .one());
    }

    private void play(Instant end) {
        SimulatedMarketplace marketplace = new SimulatedMarketplace(SEED, end, SimulatedMarketplace.Options.DEFAULT);
        SimulatedReviewers reviewers = new SimulatedReviewers(SEED, marketplace.truth());
        Instant firstLook = end.minus(Duration.ofDays(9));
        Instant secondLook = end.minus(Duration.ofDays(3));

        step(firstLook, "people and the history of a marketplace");
        peopleCome();
        // as many cases a day as five people decide, so that what waits in the end is a working day's worth
        capacity(SubjectKind.ORDER, 24);
        capacity(SubjectKind.SELLER, 10);
        trade(marketplace, marketplace.start(), firstLook);
        awaitScores();
        step(firstLook, "people decide what a model without labels flagged");
        work(reviewers, firstLook.plus(Duration.ofHours(1)), 44);

        step(secondLook, "truth arrives; a model learns from it");
        trade(marketplace, firstLook, secondLook);
        truth(marketplace, marketplace.start(), secondLook);
        awaitScores();
        for (SubjectKind kind : SubjectKind.values()) {
            learn(kind);
        }
        awaitScores();
        step(secondLook, "people decide what the new model flagged");
        work(reviewers, secondLook.plus(Duration.ofHours(1)), 30);

        step(end, "the last days come in");
        trade(marketplace, secondLook, end);
        truth(marketplace, secondLook, end);
        awaitScores();
    }

    private void step(Instant at, String what) {
        clock.moveTo(at);
        LOG.infof("demo, %s: %s", at.atZone(ZoneOffset.UTC).toLocalDate(), what);
    }

    private void peopleCome() {
        SimulatedReviewers.TEAM.forEach(
                reviewer -> comes(new Member(reviewer.username(), reviewer.name(), Role.INVESTIGATOR)));
        OTHERS.forEach(this::comes);
    }

    private void capacity(SubjectKind kind, int perDay) {
        if (!(changePolicy.change(Actor.SYSTEM, kind, perDay, 0.02, 1) instanceof ChangeFlagPolicy.Result.Changed)) {
            throw new IllegalStateException("demo capacity refused");
        }
    }

    private void comes(Member member) {
        Set<Role> roles = Set.of(member.role());
        switch (invite.invite(Actor.SYSTEM, member.username(), member.name(), roles, PASSWORD)) {
            case InvitePerson.Invited(UUID id, var _) ->
                people.put(member.username(), new Actor.SignedIn(id, member.name(), roles));
            case InvitePerson.Refused(var faults) ->
                throw new IllegalStateException("demo person " + member.username() + " is refused: " + faults);
        }
    }

    private void trade(SimulatedMarketplace marketplace, Instant from, Instant until) {
        inDirectory(directory -> {
            DemoFeeds.writeSellers(directory, marketplace.sellers(until));
            DemoFeeds.writeOrders(directory, marketplace.newOrChangedOrders(from, until));
            bring(Feed.SELLERS, directory.resolve("sellers.csv"), DemoFeeds.SELLER_MAPPING);
            bring(Feed.ORDERS, directory.resolve("orders.csv"), DemoFeeds.ORDER_MAPPING);
        });
    }

    private void truth(SimulatedMarketplace marketplace, Instant from, Instant until) {
        inDirectory(directory -> {
            DemoFeeds.writeOutcomes(directory, marketplace.outcomes(from, until));
            bring(Feed.OUTCOMES, directory.resolve("outcomes.csv"), null);
        });
    }

    private static void inDirectory(Consumer<Path> work) {
        try {
            Path directory = Files.createTempDirectory("assize-demo");
            work.accept(directory);
            // the imports have taken their files over; what is left are the mappings
            try (Stream<Path> left = Files.list(directory)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's feeds could not be written", e);
        }
    }

    private void bring(Feed feed, Path file, @Nullable String mapping) {
        String name = file.getFileName().toString();
        switch (imports.start(Actor.SYSTEM, feed, name, file, mapping)) {
            case ImportFile.MappingRefused(var complaints) ->
                throw new IllegalStateException("demo mapping refused: " + complaints);
            case ImportFile.Started(UUID id) -> {
                await("import of " + name, () -> progress(id).state().isFinal());
                ImportProgress done = progress(id);
                if (done.rejected() > 0 || done.rowsRead() == 0) {
                    throw new IllegalStateException("demo feed not taken whole: " + done);
                }
            }
        }
    }

    private ImportProgress progress(UUID id) {
        return importHistory.find(Actor.SYSTEM, id).orElseThrow();
    }

    /** What was brought in is scored by itself, a moment later. */
    private void awaitScores() {
        await(
                "scoring",
                () -> keepScored.quiet()
                        && scoringRuns.newest(Actor.SYSTEM, 4).stream()
                                .allMatch(run -> run.state().over()));
        for (ScoringRun run : scoringRuns.newest(Actor.SYSTEM, 4)) {
            if (run.state() != ScoringRun.State.DONE) {
                throw new IllegalStateException("demo scoring ended as " + run);
            }
        }
    }

    private void learn(SubjectKind kind) {
        Actor scientist = Objects.requireNonNull(people.get("sofia"));
        Actor lead = Objects.requireNonNull(people.get("greta"));
        var request = new TrainModel.Request(kind, "boosting", Map.of("trees", 150.0), SEED, null, null, null);
        if (!(training.request(scientist, request) instanceof TrainModel.Result.Started(UUID id))) {
            throw new IllegalStateException("demo training refused");
        }
        await("training", () -> trained(id).state().over());
        String version = trained(id).modelVersion();
        if (version == null) {
            LOG.infof("demo: of %ss too little is known to learn from; the first model stays", kind.code());
            return;
        }
        if (!better(version)) {
            LOG.infof("demo: %s is no better than the champion and is left to wait", version);
            return;
        }
        String reason = "Finds more of what chargebacks and people have told since, at the same number of cases a day.";
        if (!(requestPromotion.request(scientist, version, false, reason)
                        instanceof RequestPromotion.Result.Requested(UUID promotion)
                && decidePromotion.decide(lead, promotion, true) instanceof DecidePromotion.Result.Decided)) {
            throw new IllegalStateException("demo promotion of " + version + " refused");
        }
    }

    private boolean better(String version) {
        ModelReport report = registry.find(Actor.SYSTEM, version).orElseThrow().report();
        if (report == null || report.difference() == null) {
            return false;
        }
        ModelReport.Figure difference = report.difference().get("precisionAtCapacity");
        return difference != null && difference.low() != null && difference.low() > 0;
    }

    private TrainingRun trained(UUID id) {
        return trainingRuns.find(Actor.SYSTEM, id).orElseThrow();
    }

    /** Each reviewer who is there takes cases of the queues in turn, one after another as their own day goes on. */
    private void work(SimulatedReviewers reviewers, Instant from, int casesEach) {
        Map<String, List<String>> allowed = new HashMap<>();
        QUEUES.forEach(queue ->
                allowed.put(queue, policies.current(queue).orElseThrow().actions()));
        for (SimulatedReviewers.Reviewer reviewer : SimulatedReviewers.TEAM) {
            Actor actor = Objects.requireNonNull(people.get(reviewer.username()));
            Instant now = from;
            for (int i = 0; i < casesEach; i++) {
                clock.moveTo(now);
                String queue = QUEUES.get(i % QUEUES.size());
                if (claimNext.claim(actor, queue) instanceof Claimed(FraudCase its, var claim)) {
                    SubjectRef subject = new SubjectRef(SubjectKind.ofCode(its.subjectKind()), its.subjectId());
                    var opinion = reviewers.judge(reviewer, subject, now, 1, its.percentile());
                    now = now.plus(opinion.spent());
                    clock.moveTo(now);
                    reachVerdict.reach(
                            actor, its.id(), claim.version(), form(opinion, allowed.getOrDefault(queue, List.of())));
                }
            }
        }
    }

    private static VerdictForm form(SimulatedReviewers.Opinion opinion, List<String> allowed) {
        String typology = opinion.typology();
        return new VerdictForm(
                Decision.valueOf(opinion.decision().name()),
                typology == null ? null : Typology.valueOf(typology.toUpperCase(Locale.ROOT)),
                Confidence.valueOf(opinion.confidence().name()),
                opinion.flagUseful(),
                opinion.rationale(),
                opinion.actions().stream()
                        .filter(allowed::contains)
                        .map(code -> Action.valueOf(code.toUpperCase(Locale.ROOT)))
                        .toList());
    }

    private static void await(String what, BooleanSupplier done) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the demo's " + what + " does not come to an end");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void greet() {
        StringBuilder text =
                new StringBuilder("\nAssize demo: ").append(address).append("\n\n");
        SimulatedReviewers.TEAM.stream().limit(2).forEach(r -> line(text, r.username(), r.name(), Role.INVESTIGATOR));
        OTHERS.forEach(member -> line(text, member.username(), member.name(), member.role()));
        text.append("\n  everybody's password: ").append(PASSWORD).append('\n');
        System.out.println(text);
    }

    private static void line(StringBuilder to, String username, String name, Role role) {
        to.append("  %-8s %-18s %s%n".formatted(username, name, role.code()));
    }
}
