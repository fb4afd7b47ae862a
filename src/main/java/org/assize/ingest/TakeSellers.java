package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectTable;

/** Takes a few sellers as JSON and keeps them at once; one that is refused does not keep the others out. */
@ApplicationScoped
public class TakeSellers {

    private final JsonIntake intake;

    TakeSellers(JsonIntake intake) {
        this.intake = intake;
    }

    /** What became of each, in their order. Nothing is scored here: the caller does, if it wants to. */
    @Transactional
    public List<Taken<Seller>> take(Actor actor, List<JsonLine> sellers) {
        actor.require(Permission.SEND_FEEDS);
        List<Taken<Seller>> taken = intake.take(
                Feed.SELLERS, SubjectKind.SELLER, RecordForm.SELLER, SubjectTable.SELLERS, Seller::attributes, sellers);
        intake.tell(actor, Feed.SELLERS, taken);
        return taken;
    }
}
