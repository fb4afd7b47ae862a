package org.assize.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The routing rules in force, and those that were before. Open to whoever is signed in. */
@ApplicationScoped
public class RoutingVersions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SELECT = """
            select r.version, r.rules::text as rules, r.changed_by, a.name as changed_by_name, r.changed_at
            from routing_rules r join actor a on a.id = r.changed_by
            order by r.version desc limit :most""";

    private static final RowMapper<RoutingRules> MAPPER = (row, context) -> new RoutingRules(
            row.getInt("version"),
            read(row.getString("rules")),
            row.getObject("changed_by", UUID.class),
            row.getString("changed_by_name"),
            row.getObject("changed_at", OffsetDateTime.class).toInstant());

    private final Jdbi jdbi;

    RoutingVersions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public RoutingRules current() {
        return newest(1).getFirst();
    }

    /** Newest first. */
    public List<RoutingRules> newest(int most) {
        return jdbi.withHandle(handle ->
                handle.createQuery(SELECT).bind("most", most).map(MAPPER).list());
    }

    static String written(List<RoutingRule> rules) {
        try {
            return JSON.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("routing rules can not be written as JSON", e);
        }
    }

    private static List<RoutingRule> read(String json) {
        try {
            return JSON.readValue(json, new TypeReference<List<RoutingRule>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("routing rules are stored in another shape", e);
        }
    }
}
