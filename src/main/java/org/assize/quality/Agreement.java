package org.assize.quality;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assize.platform.Interval;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * How often two people who read the same case blind came to the same: the same decision and, of a fraud, the same typology. What
 * a lead then decided does not change it.
 */
@ApplicationScoped
public class Agreement {

    /** Cases below which nothing is said beyond the raw share: an interval from a normal distribution would promise too much. */
    public static final int FEWEST = 30;

    private final Jdbi jdbi;

    Agreement(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param cases that were read twice
     * @param agreed of them
     * @param awaitingSecond cases that one person has read, at this moment
     * @param raw share that agreed; null when there is no case
     * @param kappa null below {@link #FEWEST} cases, and when all readings are alike
     */
    public record Figures(
            int cases,
            int agreed,
            int awaitingSecond,
            @Nullable Interval raw,
            @Nullable Interval kappa) {}

    private record Cell(String first, String second, long cases) {}

    /**
     * @param queue where the second reading took place; null for all of them, which are drawn in different shares
     * @param from of the second reading, inclusive
     * @param to exclusive
     */
    public Figures read(Actor actor, @Nullable String queue, Instant from, Instant to) {
        actor.require(Permission.STEER_CASES);
        return jdbi.withHandle(handle -> {
            List<Cell> cells = handle.createQuery("""
                            select coalesce(one.typology, one.decision) as first, coalesce(other.typology, other.decision) as second,
                                   count(*) as cases
                            from blind_reading other join blind_reading one on one.case_id = other.case_id and one.place = 1
                            where other.place = 2 and other.read_at >= :from and other.read_at < :to
                              and (cast(:queue as text) is null or other.queue_key = :queue)
                            group by 1, 2""")
                    .bind("from", from)
                    .bind("to", to)
                    .bind("queue", queue)
                    .map((row, context) ->
                            new Cell(row.getString("first"), row.getString("second"), row.getLong("cases")))
                    .list();
            int awaiting = handle.createQuery("""
                            select count(*) from fraud_case
                            where first_reader is not null and state <> 'CLOSED'
                              and (cast(:queue as text) is null or queue_key = :queue)""")
                    .bind("queue", queue)
                    .mapTo(Integer.class)
                    .one();
            return figures(cells, awaiting);
        });
    }

    private static Figures figures(List<Cell> cells, int awaiting) {
        List<String> categories = cells.stream()
                .flatMap(cell -> Stream.of(cell.first(), cell.second()))
                .distinct()
                .toList();
        long[][] counts = new long[categories.size()][categories.size()];
        long cases = 0;
        long agreed = 0;
        for (Cell cell : cells) {
            counts[categories.indexOf(cell.first())][categories.indexOf(cell.second())] += cell.cases();
            cases += cell.cases();
            agreed += cell.first().equals(cell.second()) ? cell.cases() : 0;
        }
        return new Figures(
                Math.toIntExact(cases),
                Math.toIntExact(agreed),
                awaiting,
                cases == 0 ? null : Interval.ofShare(agreed, cases),
                cases < FEWEST ? null : Kappa.of(counts).orElse(null));
    }
}
