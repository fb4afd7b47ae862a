package org.assize.workbench.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.assize.verdict.VerdictForm;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has typed at the desk and not sent.
 *
 * @param words of acts that were begun, by the act
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record DeskDraft(@Nullable VerdictForm form, Map<String, String> words) {

    static final DeskDraft EMPTY = new DeskDraft(null, Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    DeskDraft(@Nullable VerdictForm form, @Nullable Map<String, String> words) {
        this.form = form;
        this.words = words == null ? Map.of() : Map.copyOf(words);
    }

    DeskDraft with(VerdictForm typed) {
        return new DeskDraft(typed, words);
    }

    DeskDraft with(String act, String typed) {
        Map<String, String> changed = new LinkedHashMap<>(words);
        changed.put(act, typed);
        changed.values().removeIf(String::isBlank);
        return new DeskDraft(form, changed);
    }

    /** What is kept; nothing when nothing was typed. */
    String written() {
        if (form == null && words.isEmpty()) {
            return "";
        }
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a draft can not be written as JSON", e);
        }
    }

    /** Empty when an older release wrote it in another shape. */
    static Optional<DeskDraft> read(String content) {
        try {
            return Optional.of(JSON.readValue(content, DeskDraft.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
