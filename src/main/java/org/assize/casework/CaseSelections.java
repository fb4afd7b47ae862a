package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The selections of one case, one for each flag, oldest first. */
@ApplicationScoped
public class CaseSelections {

    private final Jdbi jdbi;

    CaseSelections(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<Selection> read(UUID caseId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id as flag_id, origin, as_of, inclusion_probability, stratum, model_version, score
                        from flag where case_id = :case order by flagged_at, id""")
                .bind("case", caseId)
                .map(ConstructorMapper.of(Selection.class))
                .list());
    }
}
