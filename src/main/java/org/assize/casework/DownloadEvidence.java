package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;

/** Takes a file out of a case, to keep; the trail says who did. To look at one on the screen is {@link CaseEvidence#open}. */
@ApplicationScoped
public class DownloadEvidence {

    private final CaseEvidence evidence;
    private final AuditTrail trail;
    private final AssizeClock clock;

    DownloadEvidence(CaseEvidence evidence, AuditTrail trail, AssizeClock clock) {
        this.evidence = evidence;
        this.trail = trail;
        this.clock = clock;
    }

    /** Empty when there is no such file. */
    @Transactional
    public Optional<CaseEvidence.File> download(Actor actor, UUID evidenceId) {
        Optional<CaseEvidence.File> file = evidence.open(actor, evidenceId);
        file.ifPresent(its -> trail.ofCase(
                its.evidence().caseId(),
                "evidence.downloaded",
                actor,
                clock.now(),
                Map.of("evidence", evidenceId, "sha256", its.evidence().sha256())));
        return file;
    }
}
