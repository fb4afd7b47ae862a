package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectTable;

/** Takes a few orders as JSON and keeps them at once; one that is refused does not keep the others out. */
@ApplicationScoped
public class TakeOrders {

    private final JsonIntake intake;
    private final LiveOrders live;

    TakeOrders(JsonIntake intake, LiveOrders live) {
        this.intake = intake;
        this.live = live;
    }

    /** What became of each, in their order. Nothing is scored here, and no {@code OrdersRecorded} is told: the caller scores. */
    @Transactional
    public List<Taken<Order>> take(Actor actor, List<JsonLine> orders) {
        List<Taken<Order>> taken = keep(actor, orders);
        intake.tell(actor, Feed.ORDERS, taken);
        return taken;
    }

    /** The same of orders that were sent one by one, of which the trail is told as a sum. */
    @Transactional
    public List<Taken<Order>> oneByOne(Actor actor, List<JsonLine> orders) {
        List<Taken<Order>> taken = keep(actor, orders);
        // they come by the hundred a second, and one chain's head for all of them would make them queue
        taken.forEach(order -> live.came(actor, order));
        return taken;
    }

    private List<Taken<Order>> keep(Actor actor, List<JsonLine> orders) {
        actor.require(Permission.SEND_FEEDS);
        return intake.take(
                Feed.ORDERS, SubjectKind.ORDER, RecordForm.ORDER, SubjectTable.ORDERS, Order::attributes, orders);
    }
}
