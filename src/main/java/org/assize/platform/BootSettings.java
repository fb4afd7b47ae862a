package org.assize.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What must be known before the container starts: the port, the data directory and which database to use.
 *
 * <p>Read from the environment; a system property ({@code assize.data} for {@code ASSIZE_DATA}) wins over it, so that
 * several applications can run in one environment.
 *
 * @param port the port HTTP listens on; 0 picks a free one
 * @param data the directory everything is kept in that is not in a database server
 * @param server the database server to use; empty for the embedded one in the data directory
 */
public record BootSettings(int port, Path data, Optional<DatabaseAccess> server) {

    public static BootSettings read() {
        return of(System.getenv(), System.getProperties());
    }

    static BootSettings of(Map<String, String> environment, Map<Object, Object> properties) {
        var lookup = new Lookup(environment, properties);
        int port = parsePort(lookup.find("ASSIZE_PORT").orElse("8080"));
        Path data = Path.of(lookup.find("ASSIZE_DATA").orElse("data"))
                .toAbsolutePath()
                .normalize();
        Optional<DatabaseAccess> server = lookup.find("ASSIZE_DB_URL")
                .map(url -> new DatabaseAccess(
                        checkUrl(url), lookup.require("ASSIZE_DB_USER"), lookup.require("ASSIZE_DB_PASSWORD")));
        return new BootSettings(port, data, server);
    }

    private static int parsePort(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new BootRefused("ASSIZE_PORT must be a number from 0 to 65535, not " + text, e);
        }
        throw new BootRefused("ASSIZE_PORT must be a number from 0 to 65535, not " + text);
    }

    /** A password inside the address would end in logs and process lists, so only a plain address is taken. */
    private static String checkUrl(String url) {
        if (!url.startsWith("jdbc:postgresql://")) {
            throw new BootRefused("ASSIZE_DB_URL must look like jdbc:postgresql://host:5432/assize");
        }
        String query;
        try {
            query = Optional.ofNullable(new URI(url.substring("jdbc:".length())).getQuery())
                    .orElse("");
        } catch (URISyntaxException e) {
            // its message repeats the address, which may hold a password
            throw new BootRefused("ASSIZE_DB_URL is no address; it must look like jdbc:postgresql://host:5432/assize");
        }
        if (query.contains("password=") || query.contains("user=")) {
            throw new BootRefused(
                    "ASSIZE_DB_URL must not carry a user or password: " + "use ASSIZE_DB_USER and ASSIZE_DB_PASSWORD");
        }
        return url;
    }

    private record Lookup(Map<String, String> environment, Map<Object, Object> properties) {
        Optional<String> find(String name) {
            Object property =
                    properties.get(name.toLowerCase(java.util.Locale.ROOT).replace('_', '.'));
            return Optional.ofNullable(property == null ? environment.get(name) : property.toString())
                    .filter(value -> !value.isBlank());
        }

        String require(String name) {
            return find(name).orElseThrow(() -> new BootRefused("ASSIZE_DB_URL is set, so " + name + " must be too"));
        }
    }
}
