package org.assize.platform.rest;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for a program and for the person behind it: problem+json of RFC 9457.
 *
 * @param type a short stable name such as {@code claim-lost}; {@code about:blank} when the status says it all
 * @param detail what happened and what to do next, in words; never the inside of the program
 * @param instance the path that was asked
 * @param errors one entry per field that was refused
 * @param incidentId names the entry in the server's log when the fault is ours
 * @param facts further members, such as who holds a claim and since when
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "errors", "incidentId"})
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        List<FieldError> errors,
        @Nullable String incidentId,
        @JsonAnyGetter Map<String, Object> facts) {

    public static final String MEDIA_TYPE = "application/problem+json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /**
     * One refused field.
     *
     * @param field its path in the request, such as {@code roles[1]} or {@code limit}
     * @param rule the rule it broke as a stable word, such as {@code required} or {@code max}
     */
    public record FieldError(String field, String rule, String message) {}

    public Problem {
        errors = List.copyOf(errors);
        facts = Map.copyOf(facts);
    }

    public static Problem of(int status, String detail) {
        return of("about:blank", status, detail);
    }

    public static Problem of(String type, int status, String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Status " + status : known.getReasonPhrase();
        return new Problem(type, title, status, detail, null, List.of(), null, Map.of());
    }

    /** 400: one parameter or field can't be read. */
    public static Problem unreadable(String field, String message) {
        return of("unreadable", 400, "The request could not be read: " + field + " " + message + ".")
                .errors(List.of(new FieldError(field, "unreadable", message)));
    }

    /** 404. */
    public static Problem notFound(String what) {
        return of(404, "There is no such " + what + ".");
    }

    /** 409: the state of things does not allow it. */
    public static Problem conflict(String type, String detail) {
        return of(type, 409, detail);
    }

    /** 422: understood, but not acceptable. */
    public static Problem invalid(List<FieldError> errors) {
        return of("invalid", 422, "The request was understood but not accepted; see errors.")
                .errors(errors);
    }

    /** 422 with what a use case found wrong. */
    public static Problem refused(List<org.assize.platform.FieldError> errors) {
        return invalid(errors.stream()
                .map(error -> new FieldError(error.field(), error.rule(), error.message()))
                .toList());
    }

    public Problem errors(List<FieldError> others) {
        return new Problem(type, title, status, detail, instance, others, incidentId, facts);
    }

    public Problem at(String path) {
        return new Problem(type, title, status, detail, path, errors, incidentId, facts);
    }

    public Problem incident(String id) {
        return new Problem(type, title, status, detail, instance, errors, id, facts);
    }

    /** Adds a member; numbers, texts, instants, lists and maps of them. */
    public Problem with(String name, Object value) {
        var more = new TreeMap<>(facts);
        more.put(name, value);
        return new Problem(type, title, status, detail, instance, errors, incidentId, more);
    }

    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem's facts can not be written as JSON: " + facts.keySet(), e);
        }
    }

    /** As an answer; already text, so that a route which produces CSV can refuse in it too. */
    public Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(json()).build();
    }

    /** For code that can't return an answer, such as the reader of a parameter. */
    public RequestRefused exception() {
        return new RequestRefused(this);
    }
}
