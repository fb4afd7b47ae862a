package org.assize.casework;

import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.assize.flagging.Flag;
import org.assize.flagging.FlagOrigin;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.mapper.RowMapper;

/** Reads a row of {@code flag}, whose record is another package's and knows no SQL. */
final class FlagRow {

    static final RowMapper<Flag> MAPPER = (row, context) -> new Flag(
            row.getObject("id", UUID.class),
            row.getObject("case_id", UUID.class),
            new SubjectRef(SubjectKind.ofCode(row.getString("subject_kind")), row.getString("subject_id")),
            FlagOrigin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
            row.getObject("as_of", OffsetDateTime.class).toInstant(),
            row.getObject("score_id", Long.class),
            row.getObject("score", Double.class),
            row.getObject("percentile", Double.class),
            row.getString("model_version"),
            row.getString("reasons"),
            row.getDouble("inclusion_probability"),
            row.getString("stratum"),
            row.getObject("seed", Long.class),
            row.getObject("policy_version", Integer.class),
            row.getString("note"),
            row.getObject("flagged_by_id", UUID.class),
            row.getString("flagged_by"),
            row.getObject("flagged_at", OffsetDateTime.class).toInstant());

    private FlagRow() {}
}
