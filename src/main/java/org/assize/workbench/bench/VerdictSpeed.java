package org.assize.workbench.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How fast cases are decided by many people at once: the use case, which closes the case, keeps verdict and label and tells
 * the trail in one transaction, beside the four statements that do so and ask nothing. Then once more with a commit that
 * takes two milliseconds longer, as on a slower disk.
 */
final class VerdictSpeed implements Scenario {

    private static final int WORKERS = 32;
    private static final int QUEUES = 20;
    private static final int SLICES = 4;
    private static final int WARM_UP = 5_000;
    private static final long HEAP = 1_024;
    private static final String SLOWER = "2ms";

    @Override
    public String name() {
        return "verdict";
    }

    @Override
    public String does() {
        return "%d people decide cases at once: case, verdict, trail and label in one transaction".formatted(WORKERS);
    }

    @Override
    public List<Size> sizes() {
        return List.of(new Size(
                "verdicts", 6_000, 60_000, "reached by the product, as many by plain SQL, at each speed of the disk"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (Trial trial = Trial.prepare(bench)) {
            int verdicts = bench.count("verdicts");
            int warm = Math.min(WARM_UP, verdicts);
            Backlog.writeCases(bench, trial, 2 * warm + 4 * verdicts, QUEUES, true);
            List<Task.Held> held = deal(trial, Staff.hire(trial, WORKERS));
            Inside inside = trial.inside(bench, HEAP);
            bench.say("warming up");
            Part before = decide(inside, held.subList(0, 2 * warm), 1);
            bench.say("deciding");
            Part usual = decide(inside, held.subList(2 * warm, 2 * warm + 2 * verdicts), SLICES);
            bench.say("deciding while a commit takes " + SLOWER + " longer");
            trial.set("commit_delay", "2000");
            Part slower = decide(inside, held.subList(2 * warm + 2 * verdicts, held.size()), SLICES);
            List<UUID> acknowledged = new ArrayList<>();
            for (Part part : List.of(before, usual, slower)) {
                acknowledged.addAll(part.sql().ids());
                acknowledged.addAll(part.product().ids());
            }
            return List.of(
                    Figure.ratioAtLeast(
                            "verdicts",
                            usual.product().perSecond(),
                            "/s",
                            usual.sql().perSecond(),
                            0.5),
                    new Figure(
                            "verdict, p99",
                            usual.product().waits().percentile(99),
                            "ms",
                            usual.sql().waits().percentile(99),
                            null),
                    new Figure(
                            "processors for a verdict",
                            usual.product().cost(),
                            "ms",
                            usual.sql().cost(),
                            null),
                    Figure.ratioAtLeast(
                            "verdicts, a commit + " + SLOWER + ", beside those before",
                            slower.product().perSecond(),
                            "/s",
                            usual.product().perSecond(),
                            0.7),
                    new Figure(
                            "verdicts, a commit + " + SLOWER,
                            slower.product().perSecond(),
                            "/s",
                            slower.sql().perSecond(),
                            null),
                    Figure.told("verdicts acknowledged", acknowledged.size(), ""),
                    Figure.none("of them not in the database once, with trail and label", lost(trial, acknowledged)));
        }
    }

    private record Part(Tally sql, Tally product) {}

    /** Half of the cases by plain SQL, half by the use case, in turns. */
    private static Part decide(Inside inside, List<Task.Held> cases, int slices) throws IOException {
        Part part = new Part(new Tally(), new Tally());
        for (int slice = 0; slice < 2 * slices; slice++) {
            List<Task.Held> some =
                    cases.subList(slice * cases.size() / (2 * slices), (slice + 1) * cases.size() / (2 * slices));
            boolean sql = slice % 2 == 0;
            inside.ask(new Task.Verdicts(sql, WORKERS, some), sql ? part.sql() : part.product());
        }
        return part;
    }

    /** Every case is held by somebody. */
    private static List<Task.Held> deal(Trial trial, List<Staff.Investigator> staff) throws SQLException {
        List<Task.Held> held = new ArrayList<>();
        try (Connection connection = trial.connect();
                var claim = connection.prepareStatement("""
                        update fraud_case set state = 'CLAIMED', claimed_by = (?::uuid[])[1 + number % ?], claimed_at = now(),
                          claimed_until = now() + interval '5 hours', claim_version = 1
                        returning id, subject_kind, subject_id, claim_version, claimed_by""")) {
            claim.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", staff.stream().map(Staff.Investigator::id).toArray()));
            claim.setInt(2, staff.size());
            try (var rows = claim.executeQuery()) {
                while (rows.next()) {
                    held.add(new Task.Held(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getLong(4),
                            rows.getObject(5, UUID.class)));
                }
            }
            try (var statement = connection.createStatement()) {
                statement.execute("vacuum (analyze) fraud_case");
            }
        }
        return held;
    }

    private static long lost(Trial trial, List<UUID> acknowledged) throws SQLException {
        return trial.ask("""
                        with told as (select id from unnest(?::uuid[]) as t (id))
                        select (select count(*) from told full join verdict v on v.id = told.id where v.id is null or told.id is null)
                             + (select count(*) from (select from verdict group by case_id having count(*) > 1) twice)
                             + (select count(*) from verdict v join fraud_case c on c.id = v.case_id where c.state <> 'CLOSED')
                             + (select count(*) from verdict v where not exists (select from label l where l.case_id = v.case_id))
                             + (select count(*) from verdict v where not exists (
                                  select from audit_event e where e.case_id = v.case_id and e.kind = 'verdict.reached'))""", "uuid", acknowledged);
    }
}
