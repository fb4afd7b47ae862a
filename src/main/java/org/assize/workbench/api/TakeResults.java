package org.assize.workbench.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assize.casework.OpenCaseOf;
import org.assize.ingest.Reject;
import org.assize.ingest.Taken;
import org.assize.security.Actor;
import org.assize.subject.Disposition;
import org.assize.subject.SubjectKind;

/** What the sender of records is told of each: kept or refused, the score with its reasons, the case that is open. */
@ApplicationScoped
class TakeResults {

    private final Opinions opinions;
    private final OpenCaseOf openCases;

    TakeResults(Opinions opinions, OpenCaseOf openCases) {
        this.opinions = opinions;
        this.openCases = openCases;
    }

    interface Id<T> {
        String of(T subject);
    }

    /** One result for each record, in their order. */
    <T> List<TakeResult> of(Actor actor, SubjectKind kind, KeepAndScore.Outcome<T> kept, Id<T> id, Locale language) {
        Map<String, TakeResult.Opinion> told = opinions.kept(actor, kind, kept.asBefore(), language);
        kept.scored().forEach(scored -> told.put(scored.subject().subject().id(), opinions.of(scored, language)));
        Map<String, UUID> cases = openCases.subjects(
                kind,
                kept.taken().stream()
                        .filter(each -> each instanceof Taken.Kept)
                        .map(each -> id.of(((Taken.Kept<T>) each).value()))
                        .distinct()
                        .toList());
        return kept.taken().stream()
                .<TakeResult>map(each -> switch (each) {
                    case Taken.Kept<T>(long _, T subject, Disposition disposition) ->
                        new TakeResult.Kept(
                                id.of(subject), disposition, told.get(id.of(subject)), cases.get(id.of(subject)));
                    case Taken.Refused<T>(Reject reject) -> new TakeResult.Refused(reject);
                })
                .toList();
    }
}
