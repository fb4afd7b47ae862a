package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.Attributes;
import org.assize.subject.Outcome;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectTable;

/** Takes a few outcomes as JSON and keeps them at once; one whose subject is unknown yet waits for it. */
@ApplicationScoped
public class TakeOutcomes {

    private final JsonIntake intake;

    TakeOutcomes(JsonIntake intake) {
        this.intake = intake;
    }

    /** What became of each, in their order. */
    @Transactional
    public List<Taken<Outcome>> take(Actor actor, List<JsonLine> outcomes) {
        actor.require(Permission.SEND_FEEDS);
        List<Taken<Outcome>> taken = intake.take(
                Feed.OUTCOMES,
                SubjectKind.ORDER,
                RecordForm.OUTCOME,
                SubjectTable.OUTCOMES,
                _ -> Attributes.NONE,
                outcomes);
        intake.tell(actor, Feed.OUTCOMES, taken);
        return taken;
    }
}
