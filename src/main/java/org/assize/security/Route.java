package org.assize.security;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;

/** A method and an address with holes, as in {@code GET /api/v1/cases/{}}; the names of the holes do not matter. */
record Route(String method, String path) {

    Route {
        path = path.replaceAll("\\{[^}]*}", "{}").replaceAll("/{2,}", "/").replaceAll("(?<=.)/$", "");
    }

    /** @return empty when this is not a method that answers requests */
    static Optional<Route> of(Class<?> resource, Method method) {
        Path root = resource.getAnnotation(Path.class);
        String verb = null;
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod named = annotation.annotationType().getAnnotation(HttpMethod.class);
            verb = named == null ? verb : named.value();
        }
        if (root == null || verb == null) {
            return Optional.empty();
        }
        Path own = method.getAnnotation(Path.class);
        return Optional.of(new Route(verb, "/" + root.value() + "/" + (own == null ? "" : own.value())));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
