package org.assize.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/**
 * How a person likes it: columns, density, keys. Kept with the person, so that it is the same at every browser. Only the
 * person reads and changes it, and nothing depends on it but looks.
 */
@ApplicationScoped
public class Preferences {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};
    private static final Pattern NAME = Pattern.compile("[a-z][a-z.-]{0,39}");
    private static final int LONGEST = 2_000;

    private final Jdbi jdbi;

    Preferences(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Empty for whoever is no person. */
    public Map<String, String> of(Actor actor) {
        String json =
                jdbi.withHandle(handle -> handle.createQuery("select preferences::text from person where id = :me")
                        .bind("me", actor.id())
                        .mapTo(String.class)
                        .findOne()
                        .orElse("{}"));
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("preferences of " + actor.id() + " are no texts", e);
        }
    }

    /**
     * @param value what is kept; empty forgets it
     * @throws IllegalArgumentException for a name or value that no screen would keep
     */
    @Transactional
    public void keep(Actor actor, String name, String value) {
        if (!NAME.matcher(name).matches() || value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("preference " + name + " of " + value.length() + " characters");
        }
        jdbi.useHandle(handle -> handle.createUpdate(
                        value.isEmpty()
                                ? "update person set preferences = preferences - :name where id = :me and :value = ''"
                                : "update person set preferences = preferences || jsonb_build_object(:name::text, :value::text)"
                                        + " where id = :me")
                .bind("name", name)
                .bind("value", value)
                .bind("me", actor.id())
                .execute());
    }
}
