package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The selections of one case, one for each flag, oldest first. */
@ApplicationScoped
public class CaseSelections {

    /** By hand, as a case is: every verdict reads one. */
    private static final RowMapper<Selection> ROW = (row, context) -> new Selection(
            row.getObject("flag_id", UUID.class),
            row.getString("origin"),
            row.getObject("as_of", OffsetDateTime.class).toInstant(),
            row.getDouble("inclusion_probability"),
            row.getString("stratum"),
            row.getString("model_version"),
            row.getObject("score", Double.class));

    private final Jdbi jdbi;

    CaseSelections(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<Selection> read(UUID caseId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select id as flag_id, origin, as_of, inclusion_probability, stratum, model_version, score
                        from flag where case_id = :case order by flagged_at, id""").bind("case", caseId).map(ROW).list());
    }
}
