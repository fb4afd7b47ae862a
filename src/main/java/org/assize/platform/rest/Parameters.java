package org.assize.platform.rest;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.assize.platform.KeptInstant;
import org.jspecify.annotations.Nullable;

/**
 * Reads parameters of a path or a query, and names the one it can't read. Without it a wrong number in the query is
 * answered as a page that does not exist.
 */
@Provider
public final class Parameters implements ParamConverterProvider {

    private record Form(String words, Function<String, Object> read) {}

    private static final Form INTEGER = new Form("must be a whole number", Integer::valueOf);
    private static final Form LONG = new Form("must be a whole number", Long::valueOf);
    private static final Form NUMBER = new Form("must be a number", Parameters::finite);
    private static final Form FLAG = new Form("must be true or false", Parameters::flag);
    private static final Map<Class<?>, Form> FORMS = Map.of(
            Integer.class, INTEGER,
            int.class, INTEGER,
            Long.class, LONG,
            long.class, LONG,
            Double.class, NUMBER,
            double.class, NUMBER,
            Boolean.class, FLAG,
            boolean.class, FLAG,
            Instant.class, new Form("must be an instant such as 2026-01-31T09:30:00Z", KeptInstant::parse),
            UUID.class, new Form("must be a UUID", Parameters::uuid));

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        if (type == String.class) {
            return (ParamConverter<T>) new Text(name(annotations));
        }
        Form form = type.isEnum() ? ofEnum(type) : FORMS.get(type);
        return form == null ? null : new Converter<>(name(annotations), form);
    }

    private static Form ofEnum(Class<?> type) {
        String names = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                        .toList());
        return new Form(
                "must be one of " + names,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    private static String name(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            switch (annotation) {
                case QueryParam query -> {
                    return query.value();
                }
                case PathParam path -> {
                    return path.value();
                }
                case HeaderParam header -> {
                    return header.value();
                }
                default -> {}
            }
        }
        return "parameter";
    }

    private static Double finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** {@link UUID#fromString} takes {@code 1-1-1-1-1} too. */
    private static UUID uuid(String text) {
        UUID id = UUID.fromString(text);
        if (!id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(text);
        }
        return id;
    }

    private record Converter<T>(String name, Form form) implements ParamConverter<T> {
        @Override
        @SuppressWarnings("unchecked")
        public @Nullable T fromString(@Nullable String text) {
            if (text == null || text.isEmpty()) {
                return null;
            }
            try {
                return (T) form.read().apply(text.strip());
            } catch (IllegalArgumentException | DateTimeException e) {
                throw Problem.unreadable(name, form.words()).exception();
            }
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }

    /** Text as it was sent; what it may say is for the route to judge, but PostgreSQL keeps no NUL. */
    private record Text(String name) implements ParamConverter<String> {
        @Override
        public @Nullable String fromString(@Nullable String text) {
            if (text != null && text.indexOf('\0') >= 0) {
                throw Problem.unreadable(name, "must not hold the character NUL")
                        .exception();
            }
            return text;
        }

        @Override
        public String toString(String value) {
            return value;
        }
    }
}
