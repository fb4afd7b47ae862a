package org.assize.platform.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Puts words and examples into the OpenAPI document, from {@code openapi-words.json}: what a route does is said in one
 * place, for people, rather than in annotations between the code.
 */
public final class ApiWords implements OASFilter {

    private static final String ROOT = "/api/v1";
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode words;

    public ApiWords() {
        try (InputStream file = ApiWords.class.getResourceAsStream("/openapi-words.json")) {
            words = MAPPER.readTree(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith(ROOT)) {
                item.getOperations().forEach((method, operation) -> tell(method, path, operation));
            }
        });
    }

    private void tell(PathItem.HttpMethod method, String path, Operation operation) {
        JsonNode said = words.path(method + " " + path.substring(ROOT.length()));
        if (said.isMissingNode()) {
            return;
        }
        operation.setSummary(said.path("summary").asText());
        if (said.has("description")) {
            operation.setDescription(said.get("description").asText());
        }
        if (said.has("request")) {
            operation.setRequestBody(
                    OASFactory.createRequestBody().required(true).content(example(said.get("request"))));
        }
        if (said.has("answer") && operation.getResponses() != null) {
            operation.getResponses().getAPIResponses().forEach((status, response) -> {
                if (status.startsWith("2")) {
                    answer(response, said.get("answer"));
                }
            });
        }
    }

    private static void answer(APIResponse response, JsonNode example) {
        response.setContent(example(example));
    }

    private static Content example(JsonNode example) {
        return OASFactory.createContent()
                .addMediaType(JSON, OASFactory.createMediaType().example(MAPPER.convertValue(example, Object.class)));
    }
}
