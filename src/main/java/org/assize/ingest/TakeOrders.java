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

    TakeOrders(JsonIntake intake) {
        this.intake = intake;
    }

    /** What became of each, in their order. Nothing is scored here, and no {@code OrdersRecorded} is told: the caller scores. */
    @Transactional
    public List<Taken<Order>> take(Actor actor, List<JsonLine> orders) {
        actor.require(Permission.SEND_FEEDS);
        return intake.take(
                actor,
                Feed.ORDERS,
                SubjectKind.ORDER,
                RecordForm.ORDER,
                SubjectTable.ORDERS,
                Order::attributes,
                orders);
    }
}
