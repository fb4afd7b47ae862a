package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** The files of a case, newest first; and the bytes of one. */
@ApplicationScoped
public class CaseEvidence {

    private final Jdbi jdbi;

    CaseEvidence(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    static final String SELECT = """
            select e.id, e.case_id, e.file_name, e.kind, e.bytes, e.sha256, e.attached_by as attached_by_id,
                   a.name as attached_by, e.attached_at,
                   array(select c.number from evidence o join fraud_case c on c.id = o.case_id
                         where o.sha256 = e.sha256 and o.case_id <> e.case_id
                         order by o.attached_at desc limit 5) as elsewhere
            from evidence e join actor a on a.id = e.attached_by
            """;

    public List<Evidence> of(Actor actor, UUID caseId) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "where e.case_id = :case order by e.attached_at desc, e.id desc limit :most")
                .bind("case", caseId)
                .bind("most", Evidence.MOST)
                .map((row, context) -> read(row))
                .list());
    }

    /** A file with its bytes. */
    public record File(Evidence evidence, byte[] content) {}

    public Optional<File> open(Actor actor, UUID evidenceId) {
        actor.require(Permission.READ_CASES);
        return jdbi.inTransaction(handle -> handle.createQuery(SELECT + "where e.id = :id")
                .bind("id", evidenceId)
                .map((row, context) -> read(row))
                .findOne()
                .map(evidence -> new File(
                        evidence,
                        handle.createQuery("select content from evidence_content where sha256 = :sha256")
                                .bind("sha256", HexFormat.of().parseHex(evidence.sha256()))
                                .mapTo(byte[].class)
                                .one())));
    }

    static Evidence read(ResultSet row) throws SQLException {
        return new Evidence(
                row.getObject("id", UUID.class),
                row.getObject("case_id", UUID.class),
                row.getString("file_name"),
                FileKind.ofCode(row.getString("kind")),
                row.getInt("bytes"),
                HexFormat.of().formatHex(row.getBytes("sha256")),
                row.getObject("attached_by_id", UUID.class),
                row.getString("attached_by"),
                row.getObject("attached_at", OffsetDateTime.class).toInstant(),
                List.of((Long[]) row.getArray("elsewhere").getArray()));
    }
}
