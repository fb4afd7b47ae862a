package org.assize.subject;

/**
 * What people look twice at of orders, as conditions on an order {@code o} in SQL: said once, so that a list, a timeline and
 * a rate mean the same. Whoever uses them binds {@code :asOf} and {@code :lateHours}, the hours after which a delivery is late.
 */
public final class Striking {

    /** What is usual of a group follows from so many of its latest orders. */
    public static final int LATEST = 300;

    /** Orders in a currency; of fewer, none is large. */
    public static final int FEWEST = 5;

    /** Times the median of the latest orders: from there on, one is large. */
    public static final int LARGE = 3;

    /** Buyers behind whom one device or one payment means stands: from there on, it is shared. */
    public static final int BUYERS = 3;

    /**
     * Its delivery was to have been by now. Nobody delivers what was cancelled; what was returned has arrived, though nobody
     * may have told when. A refund excuses nothing: what never came is late, whoever bears it.
     */
    public static final String DUE = """
            (o.placed_at <= :asOf - make_interval(hours => :lateHours)
              and lower(coalesce(o.status, '')) not in ('cancelled', 'canceled')
              and (o.delivered_at is not null or lower(coalesce(o.status, '')) <> 'returned'))""";

    /** It came, but late. */
    public static final String LATE =
            "(" + DUE + " and o.delivered_at > o.placed_at + make_interval(hours => :lateHours))";

    /** It should have come, and has not. */
    public static final String OVERDUE = "(" + DUE + " and o.delivered_at is null)";

    /** Or returned. */
    public static final String REFUNDED = "(lower(o.status) in ('refunded', 'returned'))";

    private Striking() {}

    /**
     * A query for {@code currency} and {@code large}, the minor units from which an order is, of those with enough to tell.
     *
     * @param latest the latest {@value #LATEST} orders of the group: a table or subquery with its alias
     */
    public static String large(String latest) {
        return "select currency, " + LARGE
                + " * percentile_cont(0.5) within group (order by amount_minor) as large from " + latest
                + " group by currency having count(*) >= " + FEWEST;
    }
}
