package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Puts a file into a case: of a kind that its bytes prove, not larger than {@link Evidence#LARGEST}, and each only once.
 * Anybody who works cases may, whoever holds it and even after it closed.
 */
@ApplicationScoped
public class AttachEvidence {

    private final FraudCases cases;
    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    AttachEvidence(FraudCases cases, Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.cases = cases;
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Attached(Evidence evidence) implements Result {}

    /** The case has this very file already, under whichever name. */
    public record AlreadyThere(Evidence evidence) implements Result {}

    public record NoSuchCase() implements Result {}

    /** Field {@code file}: {@code empty}, {@code too_large}, {@code kind} or {@code too_many}. */
    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result attach(Actor actor, UUID caseId, String fileName, byte[] content) {
        actor.require(Permission.WORK_CASES);
        if (content.length == 0) {
            return invalid("empty", "must hold something");
        }
        if (content.length > Evidence.LARGEST) {
            return invalid("too_large", "must have at most " + Evidence.LARGEST + " bytes");
        }
        String clean = FileName.clean(fileName);
        Optional<FileKind> kind = FileKind.of(content, clean);
        if (kind.isEmpty()) {
            return invalid("kind", "must be a PNG, JPEG, WebP or GIF picture, a PDF, plain text or CSV in UTF-8");
        }
        // of two who attach the same file at the same time, the second sees the first's
        if (cases.lock(caseId).isEmpty()) {
            return new NoSuchCase();
        }
        byte[] sha256 = sha256(content);
        return jdbi.withHandle(handle -> {
            Optional<Evidence> before = find(handle, caseId, sha256);
            if (before.isPresent()) {
                return new AlreadyThere(before.get());
            }
            if (count(handle, caseId) >= Evidence.MOST) {
                return invalid("too_many", "a case holds at most " + Evidence.MOST + " files");
            }
            Instant now = clock.now();
            UUID id = Ids.next();
            handle.createUpdate(
                            "insert into evidence_content (sha256, content) values (:sha256, :content) on conflict do nothing")
                    .bind("sha256", sha256)
                    .bind("content", content)
                    .execute();
            handle.createUpdate("""
                            insert into evidence (id, case_id, sha256, file_name, kind, bytes, attached_by, attached_at)
                            values (:id, :case, :sha256, :name, :kind, :bytes, :by, :at)""")
                    .bind("id", id)
                    .bind("case", caseId)
                    .bind("sha256", sha256)
                    .bind("name", kind.get().fit(clean))
                    .bind("kind", kind.get().code())
                    .bind("bytes", content.length)
                    .bind("by", actor.id())
                    .bind("at", now)
                    .execute();
            // a name can be personal, so the trail has none; the hash proves the bytes
            trail.ofCase(
                    caseId,
                    "evidence.attached",
                    actor,
                    now,
                    Map.of(
                            "evidence",
                            id,
                            "sha256",
                            HexFormat.of().formatHex(sha256),
                            "kind",
                            kind.get().code(),
                            "bytes",
                            content.length));
            return new Attached(find(handle, caseId, sha256).orElseThrow());
        });
    }

    private static Invalid invalid(String rule, String words) {
        return new Invalid(List.of(new FieldError("file", rule, words)));
    }

    private static Optional<Evidence> find(Handle handle, UUID caseId, byte[] sha256) {
        return handle.createQuery(CaseEvidence.SELECT + "where e.case_id = :case and e.sha256 = :sha256")
                .bind("case", caseId)
                .bind("sha256", sha256)
                .map((row, context) -> CaseEvidence.read(row))
                .findOne();
    }

    private static int count(Handle handle, UUID caseId) {
        return handle.createQuery("select count(*) from evidence where case_id = :case")
                .bind("case", caseId)
                .mapTo(Integer.class)
                .one();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
