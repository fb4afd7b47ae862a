package org.assize.platform.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

    record Asked(String name, List<Integer> counts, Inner inner) {}

    record Inner(Instant at) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .findAndAddModules()
            .build();

    @Test
    void aProblemSaysWhatRfc9457AsksAndLeavesOutWhatItDoesNotKnow() throws Exception {
        JsonNode plain = JSON.readTree(Problem.of(404, "There is no such case.").json());
        assertThat(plain.fieldNames()).toIterable().containsExactly("type", "title", "status", "detail");
        assertThat(plain.get("type").asText()).isEqualTo("about:blank");
        assertThat(plain.get("title").asText()).isEqualTo("Not Found");

        JsonNode rich = JSON.readTree(Problem.conflict("claim-lost", "Somebody else holds the claim.")
                .with("holder", "Ada")
                .with("since", Instant.parse("2026-01-31T09:30:00Z"))
                .at("/api/v1/cases/1/verdicts")
                .json());
        assertThat(rich.get("status").asInt()).isEqualTo(409);
        assertThat(rich.get("instance").asText()).isEqualTo("/api/v1/cases/1/verdicts");
        assertThat(rich.get("holder").asText()).isEqualTo("Ada");
        assertThat(rich.get("since").asText()).isEqualTo("2026-01-31T09:30:00Z");
    }

    @Test
    void anAnswerIsTextOfItsOwnTypeSoThatACsvRouteCanGiveIt() {
        try (var answer = Problem.notFound("snapshot").response()) {
            assertThat(answer.getMediaType()).hasToString("application/problem+json");
            assertThat(answer.getEntity()).isInstanceOf(String.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":                                | body
            []                                      | body
            {"counts":[1,"two"]}                    | counts[1]
            {"inner":{"at":"soon"}}                 | inner.at
            {"inner":{"then":"soon"}}               | inner.then
            {"role":"administrator"}                | role
            """)
    void whatIsWrongInABodyIsNamedByItsPath(String body, String field) {
        Problem problem = refused(body);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors()).extracting(Problem.FieldError::field).containsExactly(field);
        assertThat(problem.json()).doesNotContain("org.assize").doesNotContain("java.");
    }

    private static Problem refused(String body) {
        try {
            throw new AssertionError("was read as " + JSON.readValue(body, Asked.class));
        } catch (JsonProcessingException e) {
            return Failures.ofJson(e);
        }
    }
}
