package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** What policy says of the schemes, now and before. Whoever reads cases may read it. */
@ApplicationScoped
public class PolicyTexts {

    private static final String SELECT = """
            select t.typology, t.version, t.section, t.body_en, t.body_zh_cn, a.name, t.changed_at
            from policy_text t join actor a on a.id = t.changed_by
            """;

    private final Jdbi jdbi;

    PolicyTexts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Empty while nothing was said of it. */
    public Optional<PolicyText> current(Actor actor, Typology typology) {
        return versions(actor, typology, 1).stream().findFirst();
    }

    /** Newest first. */
    public List<PolicyText> versions(Actor actor, Typology typology, int most) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "where t.typology = :typology order by t.version desc limit :most")
                .bind("typology", typology.code())
                .bind("most", most)
                .map((row, context) -> read(row))
                .list());
    }

    /** The version in force of each scheme, in the order of their keys. */
    public List<PolicyText> current(Actor actor) {
        actor.require(Permission.READ_CASES);
        return jdbi
                .withHandle(handle -> handle.createQuery(SELECT + """
                        where t.version = (select max(version) from policy_text n where n.typology = t.typology)""")
                        .map((row, context) -> read(row))
                        .list())
                .stream()
                .sorted(java.util.Comparator.comparing(PolicyText::typology))
                .toList();
    }

    private static PolicyText read(ResultSet row) throws SQLException {
        return new PolicyText(
                Typology.valueOf(row.getString("typology").toUpperCase(Locale.ROOT)),
                row.getInt("version"),
                row.getString("section"),
                row.getString("body_en"),
                row.getString("body_zh_cn"),
                row.getString("name"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
