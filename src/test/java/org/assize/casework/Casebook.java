package org.assize.casework;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.flagging.SubjectsFlagged;
import org.assize.platform.AssizeClock;
import org.assize.platform.Ids;
import org.assize.platform.Money;
import org.assize.security.Actor;
import org.assize.security.Role;
import org.assize.subject.SubjectRef;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** People and cases for tests that need some. */
@ApplicationScoped
public class Casebook {

    private final Jdbi jdbi;
    private final Event<SubjectsFlagged> flagged;
    private final OpenCaseOf openCaseOf;
    private final ReopenCase reopenCase;
    private final AssizeClock clock;

    Casebook(
            Jdbi jdbi,
            Event<SubjectsFlagged> flagged,
            OpenCaseOf openCaseOf,
            ReopenCase reopenCase,
            AssizeClock clock) {
        this.jdbi = jdbi;
        this.flagged = flagged;
        this.openCaseOf = openCaseOf;
        this.reopenCase = reopenCase;
        this.clock = clock;
    }

    public Actor.SignedIn person(String name, Role... roles) {
        UUID id = Ids.next();
        String username = name + "-" + id;
        jdbi.useTransaction(handle -> {
            handle.execute("insert into actor (id, kind, name, created_at) values (?, 'person', ?, now())", id, name);
            handle.createUpdate("""
                            insert into person (id, username, display_name, roles, created_at)
                            values (:id, :username, :name, :roles, now())""")
                    .bind("id", id)
                    .bind("username", username)
                    .bind("name", name)
                    .bindArray(
                            "roles",
                            String.class,
                            java.util.Arrays.stream(roles).map(Role::code).toArray())
                    .execute();
        });
        return new Actor.SignedIn(id, name, java.util.Set.of(roles));
    }

    /** A subject that no other test knows. */
    public static SubjectRef seller() {
        return SubjectRef.seller("S-" + UUID.randomUUID());
    }

    public static SubjectRef order() {
        return SubjectRef.order("O-" + UUID.randomUUID());
    }

    public SubjectFlagged flag(SubjectRef subject, FlagOrigin origin, @Nullable Double score, long euros) {
        Instant now = clock.now();
        return new SubjectFlagged(
                subject,
                origin,
                now,
                null,
                score,
                score,
                null,
                "[]",
                1,
                null,
                null,
                null,
                null,
                "DE",
                new Money(euros * 100, "EUR"),
                Actor.SYSTEM,
                now);
    }

    public UUID raise(SubjectFlagged flag) {
        return raise(flag, () -> {});
    }

    /** {@code meanwhile} is done by others before it is committed. */
    public UUID raise(SubjectFlagged flag, Runnable meanwhile) {
        QuarkusTransaction.requiringNew().run(() -> {
            flagged.fire(new SubjectsFlagged(List.of(flag)));
            meanwhile.run();
        });
        return openCaseOf.subject(flag.subject()).orElseThrow();
    }

    public UUID open(SubjectRef subject) {
        return raise(flag(subject, FlagOrigin.MODEL, 0.9, 100));
    }

    public void raise(List<SubjectFlagged> flags) {
        QuarkusTransaction.requiringNew().timeout(120).run(() -> flagged.fire(new SubjectsFlagged(flags)));
    }

    /** A queue of the test's own, with a lease of 15 minutes; {@code capacity} of one person, or none. */
    public String queue(@Nullable Integer capacity) {
        String key = "queue-" + UUID.randomUUID();
        asOwner(handle -> {
            handle.execute("insert into assize.queue (key, name, position) values (?, ?, 99)", key, key);
            handle.execute(
                    "insert into assize.queue_policy (queue_key, version, sla_minutes, lease_minutes, capacity_per_person, actions,"
                            + " changed_by, changed_at) values (?, 1, 60, 15, ?, array ['suspend_seller', 'warn', 'none'], ?, now())",
                    key,
                    capacity,
                    Actor.SYSTEM_ID);
        });
        return key;
    }

    /** What the application's own role may not do. */
    public static void asOwner(HandleConsumer<RuntimeException> work) {
        var config = ConfigProvider.getConfig();
        Jdbi.create(
                        config.getValue("assize.db.url", String.class),
                        config.getValue("assize.db.user", String.class),
                        config.getValue("assize.db.password", String.class))
                .useHandle(work);
    }

    /** Opens as many cases as values, each worth so many euros, in this queue. */
    public List<UUID> openIn(String queue, long... euros) {
        return java.util.Arrays.stream(euros)
                .mapToObj(value -> {
                    UUID id = raise(flag(seller(), FlagOrigin.MODEL, 0.9, value));
                    jdbi.useHandle(
                            handle -> handle.execute("update fraud_case set queue_key = ? where id = ?", queue, id));
                    return id;
                })
                .toList();
    }

    public void reopen(Actor lead, UUID caseId) {
        if (!(reopenCase.reopen(lead, caseId, "It was said to be wrong.") instanceof ReopenCase.Reopened)) {
            throw new IllegalStateException("not reopened");
        }
    }

    public void lapse(UUID caseId) {
        jdbi.useHandle(handle -> handle.execute(
                "update fraud_case set claimed_until = now() - interval '1 second' where id = ?", caseId));
    }

    public List<String> trail(UUID caseId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select kind from audit_event where case_id = :id order by seq")
                        .bind("id", caseId)
                        .mapTo(String.class)
                        .list());
    }

    /** What the trail says of the one event of this kind. */
    public String payload(UUID caseId, String kind) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select payload from audit_event where case_id = :id and kind = :kind")
                        .bind("id", caseId)
                        .bind("kind", kind)
                        .mapTo(String.class)
                        .one());
    }

    public long count(String sql, Object... values) {
        return jdbi.withHandle(
                handle -> handle.select(sql, values).mapTo(Long.class).one());
    }
}
