package org.assize.workbench;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assize.casework.CaseQuery;
import org.assize.queue.ActOnMany;
import org.assize.queue.BulkAct;
import org.assize.queue.BulkSelection;
import org.assize.queue.QueuePolicies;
import org.assize.queue.QueuePolicy;
import org.assize.queue.SaveFilter;
import org.assize.queue.SavedFilters;
import org.assize.queue.UndoBulk;
import org.assize.security.Actor;
import org.assize.security.Colleagues;
import org.assize.security.Permission;

/** What the list of a queue needs for filters and for acts on many cases. */
@ApplicationScoped
class BulkReads {

    private final BulkSelection selection;
    private final ActOnMany actOnMany;
    private final UndoBulk undoBulk;
    private final SavedFilters saved;
    private final SaveFilter save;
    private final Colleagues colleagues;
    private final QueuePolicies policies;

    BulkReads(
            BulkSelection selection,
            ActOnMany actOnMany,
            UndoBulk undoBulk,
            SavedFilters saved,
            SaveFilter save,
            Colleagues colleagues,
            QueuePolicies policies) {
        this.selection = selection;
        this.actOnMany = actOnMany;
        this.undoBulk = undoBulk;
        this.saved = saved;
        this.save = save;
        this.colleagues = colleagues;
        this.policies = policies;
    }

    SavedFilters saved() {
        return saved;
    }

    SaveFilter save() {
        return save;
    }

    List<QueuePolicy> queues() {
        return policies.current();
    }

    BulkSelection.Preview preview(Actor actor, CaseQuery query, BulkAct act) {
        return selection.preview(actor, query, act);
    }

    ActOnMany.Result act(Actor actor, BulkAct act, CaseQuery query, List<BulkSelection.Chosen> chosen, String reason) {
        return actOnMany.act(actor, act, query, chosen, reason);
    }

    UndoBulk.Result undo(Actor actor, String queue, UUID bulkId) {
        return undoBulk.undo(actor, queue, bulkId);
    }

    /** Nobody for those who only read. */
    List<Colleagues.Colleague> colleagues(Actor actor) {
        return actor.may(Permission.WORK_CASES) ? colleagues.of(actor) : List.of();
    }

    List<Colleagues.Colleague> colleaguesAndMe(Actor actor) {
        List<Colleagues.Colleague> all = new ArrayList<>(colleagues(actor));
        all.add(new Colleagues.Colleague(actor.id(), "", actor.name()));
        return all;
    }
}
