package org.assize.platform.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.assize.platform.Cursor;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a route throws into a {@link Problem}; the one place where REST answers for failures. */
final class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    /** Bad bytes and NUL, times and numbers out of range, texts of the wrong form; a division by zero would be ours. */
    private static final Set<String> UNKEPT =
            Set.of("22001", "22003", "22007", "22008", "22021", "22P02", "22P03", "22P05");

    private Failures() {}

    static final class Mappers {

        @ServerExceptionMapper
        public Response refused(RequestRefused refused, UriInfo uri) {
            return refused.problem().at(uri.getPath()).response();
        }

        @ServerExceptionMapper
        public Response foreign(Cursor.Foreign failure, UriInfo uri) {
            return Problem.unreadable("after", "is not a place that this list gave out")
                    .at(uri.getPath())
                    .response();
        }

        @ServerExceptionMapper
        public Response invalid(ConstraintViolationException failure, UriInfo uri) {
            return ofViolations(failure).at(uri.getPath()).response();
        }

        /** The reader of JSON throws this for an object it can't make. */
        @ServerExceptionMapper
        public Response unreadable(JsonProcessingException failure, UriInfo uri) {
            return ofJson(failure).at(uri.getPath()).response();
        }

        /** Named, because the framework brings a mapper of its own for exactly this one. */
        @ServerExceptionMapper
        public Response mismatched(MismatchedInputException failure, UriInfo uri) {
            return ofJson(failure).at(uri.getPath()).response();
        }

        @ServerExceptionMapper
        public Response web(WebApplicationException failure, UriInfo uri) {
            Problem problem = cause(failure, JsonProcessingException.class)
                    .map(Failures::ofJson)
                    .orElseGet(() -> ofStatus(failure));
            Response answer = problem.at(uri.getPath()).response();
            // 405 says what would be allowed, 415 what would be read
            failure.getResponse().getHeaders().forEach((name, values) -> {
                if (!name.toLowerCase(Locale.ROOT).startsWith("content-")) {
                    answer.getHeaders().put(name, values);
                }
            });
            return answer;
        }

        @ServerExceptionMapper
        public Response unforeseen(Throwable failure, UriInfo uri) {
            Problem problem = databaseAway(failure)
                    ? Problem.of("database-away", 503, "The database does not answer; nothing was changed. Try again.")
                    : unkept(failure)
                            ? Problem.of(400, "A value of the request is of a form or size that can not be kept.")
                            : ofBug(failure);
            Response answer = problem.at(uri.getPath()).response();
            if (problem.status() == 503) {
                answer.getHeaders().putSingle("Retry-After", "5");
            }
            return answer;
        }
    }

    static Problem ofViolations(ConstraintViolationException failure) {
        List<Problem.FieldError> errors = failure.getConstraintViolations().stream()
                .map(violation -> new Problem.FieldError(
                        field(violation.getPropertyPath()), rule(violation), violation.getMessage()))
                .sorted(java.util.Comparator.comparing(Problem.FieldError::field))
                .toList();
        return Problem.invalid(errors);
    }

    /** Leaves out the name of the method and of its argument, which are ours. */
    private static String field(Path path) {
        var names = new ArrayList<String>();
        for (Path.Node node : path) {
            switch (node.getKind()) {
                case METHOD, CONSTRUCTOR, CROSS_PARAMETER, RETURN_VALUE, BEAN, CONTAINER_ELEMENT -> {}
                case PARAMETER, PROPERTY -> names.add(node.toString());
            }
        }
        boolean insideBody = names.size() > 1
                && StreamSupport.stream(path.spliterator(), false)
                        .anyMatch(node -> node.getKind() == jakarta.validation.ElementKind.PARAMETER);
        return String.join(".", insideBody ? names.subList(1, names.size()) : names);
    }

    private static String rule(ConstraintViolation<?> violation) {
        String name = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return switch (name) {
            case "NotNull", "NotBlank", "NotEmpty" -> "required";
            default -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        };
    }

    static Problem ofJson(JsonProcessingException failure) {
        String field = failure instanceof JsonMappingException mapping ? pathOf(mapping) : "";
        String where = failure.getLocation() == null
                ? ""
                : " (line " + failure.getLocation().getLineNr() + ", column "
                        + failure.getLocation().getColumnNr() + ")";
        if (failure instanceof JsonValues.Unfit) {
            return Problem.unreadable(field, failure.getOriginalMessage());
        }
        if (failure instanceof UnrecognizedPropertyException) {
            return Problem.unreadable(field, "is not a field of this request");
        }
        return field.isEmpty()
                ? Problem.unreadable("body", "is not the JSON that this route reads" + where)
                : Problem.unreadable(field, "has a value of the wrong kind" + where);
    }

    private static String pathOf(JsonMappingException failure) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static Problem ofStatus(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 400 -> Problem.of(400, "The request could not be read.");
            case 401 -> Problem.of(401, "Send a token: Authorization: Bearer <token>.");
            case 403 -> Problem.of(403, "This is not allowed.");
            case 404 -> Problem.of(404, "There is nothing at this address.");
            case 405 -> Problem.of(405, "This address does not take that method.");
            case 406 -> Problem.of(406, "This address can not answer in any of the forms that Accept names.");
            case 413 -> Problem.of(413, "The body is larger than this address takes.");
            case 415 -> Problem.of(415, "This address does not read that Content-Type.");
            default -> status >= 500 ? ofBug(failure) : Problem.of(status, "The request was refused.");
        };
    }

    private static Problem ofBug(Throwable failure) {
        String incident = UUID.randomUUID().toString();
        LOG.errorf(failure, "Incident %s", incident);
        return Problem.of(500, "Something broke on our side. Tell the incident id to whoever runs this server.")
                .incident(incident);
    }

    private static boolean databaseAway(Throwable failure) {
        return cause(failure, SQLException.class)
                .filter(e -> e instanceof SQLTransientConnectionException
                        || e.getMessage() != null && e.getMessage().contains("Acquisition timeout")
                        || e.getSQLState() != null
                                // connection exceptions, and a server that is stopping or starting
                                && (e.getSQLState().startsWith("08")
                                        || e.getSQLState().startsWith("57P")))
                .isPresent();
    }

    /** Values come in by many ways: one that slipped past its reader is still the sender's, and the database says so. */
    private static boolean unkept(Throwable failure) {
        return cause(failure, SQLException.class)
                .map(SQLException::getSQLState)
                .filter(UNKEPT::contains)
                .isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable at = failure; at != null && seen.add(at); at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
