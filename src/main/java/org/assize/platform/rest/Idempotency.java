package org.assize.platform.rest;

import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key} on every POST: the same request with the same key is carried out once, and answered again with
 * the answer of the first time. The same key for another request is 422; while the first is still running it is 409.
 *
 * <p>Two requests are the same when method, path, query and body are. A body that is read as a stream (multipart, NDJSON,
 * CSV) is told apart by its length only: reading gigabytes to hash them before they may be read is not worth it.
 *
 * <p>Kept for two days. Not kept: answers that say "not now" (5xx, 408, 413, 429) or "not you" (401, 403), so that the same
 * key may be used again once the reason is gone. An answer of more than 1 MiB is not kept either, and the second request
 * is told so instead of being carried out twice.
 */
@Provider
@Priority(Priorities.USER)
public final class Idempotency implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {

    /** The request property under which whoever authenticates leaves the actor's id. */
    public static final String ACTOR = "assize.actor.id";

    private static final String RESERVATION = "assize.idempotency.reservation";
    private static final String PENDING = "assize.idempotency.pending";
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final Set<Integer> PASSING = Set.of(401, 403, 408, 413, 429);

    private final KeptAnswers answers;
    private final AssizeClock clock;

    Idempotency(KeptAnswers answers, AssizeClock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    private record Pending(
            KeptAnswers.Key key,
            int status,
            @Nullable String location,
            @Nullable MediaType type) {}

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String text = request.getHeaderString("Idempotency-Key");
        if (text == null
                || !request.getMethod().equals("POST")
                || !(request.getProperty(ACTOR) instanceof UUID actor)) {
            return;
        }
        if (text.isBlank() || text.length() > LONGEST_KEY || !text.chars().allMatch(c -> c > 31 && c < 127)) {
            throw Problem.unreadable("Idempotency-Key", "must be 1 to " + LONGEST_KEY + " printable ASCII characters")
                    .exception();
        }
        var key = new KeptAnswers.Key(actor, text);
        switch (answers.reserve(key, hash(request), clock.now())) {
            case KeptAnswers.Reserved _ -> request.setProperty(RESERVATION, key);
            case KeptAnswers.StillRunning _ -> {
                Response busy = Problem.conflict(
                                "still-running",
                                "The first request with this Idempotency-Key is still being carried out.")
                        .at(request.getUriInfo().getPath())
                        .response();
                busy.getHeaders().putSingle("Retry-After", "1");
                request.abortWith(busy);
            }
            case KeptAnswers.OtherRequest _ ->
                throw Problem.of("key-reused", 422, "This Idempotency-Key was used for another request.")
                        .exception();
            case KeptAnswers.Answered answered -> request.abortWith(replay(answered));
        }
    }

    private static Response replay(KeptAnswers.Answered answered) {
        if (answered.contentType() != null && answered.body() == null) {
            return Problem.conflict("already-done", "This was carried out before; its answer was too long to be kept.")
                    .response();
        }
        Response.ResponseBuilder answer = Response.status(answered.status()).header("Idempotent-Replayed", "true");
        if (answered.location() != null) {
            answer.header("Location", answered.location());
        }
        if (answered.body() != null) {
            answer.type(answered.contentType()).entity(answered.body());
        }
        return answer.build();
    }

    private static byte[] hash(ContainerRequestContext request) throws IOException {
        MessageDigest sha = sha256();
        feed(sha, request.getMethod());
        feed(sha, request.getUriInfo().getRequestUri().getRawPath());
        feed(sha, String.valueOf(request.getUriInfo().getRequestUri().getRawQuery()));
        MediaType type = request.getMediaType();
        feed(sha, type == null ? "" : type.getType() + "/" + type.getSubtype());
        if (BodyLimit.isStreamed(type)) {
            feed(sha, Integer.toString(request.getLength()));
        } else if (request.hasEntity()) {
            byte[] body = request.getEntityStream().readAllBytes();
            request.setEntityStream(new ByteArrayInputStream(body));
            sha.update(body);
        }
        return sha.digest();
    }

    private static void feed(MessageDigest sha, String part) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(RESERVATION) instanceof KeptAnswers.Key key)) {
            return;
        }
        request.removeProperty(RESERVATION);
        int status = response.getStatus();
        if (status >= 500 || PASSING.contains(status)) {
            answers.release(key);
        } else if (response.hasEntity()) {
            request.setProperty(
                    PENDING, new Pending(key, status, response.getHeaderString("Location"), response.getMediaType()));
        } else {
            answers.keep(key, status, response.getHeaderString("Location"), null, null);
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (!(context.getProperty(PENDING) instanceof Pending pending)) {
            context.proceed();
            return;
        }
        context.removeProperty(PENDING);
        OutputStream client = context.getOutputStream();
        var held = new Held(client);
        context.setOutputStream(held);
        context.proceed();
        // The framework leaves it unsaid where the route itself says what it produces.
        String type = Optional.ofNullable(context.getMediaType())
                .or(() -> Optional.ofNullable(pending.type()))
                .orElse(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
                .toString();
        // Kept before the first byte leaves, so that an answer somebody saw is an answer they can ask for again.
        answers.keep(pending.key(), pending.status(), pending.location(), type, held.overflowed ? null : held.bytes());
        held.letGo();
        context.setOutputStream(client);
    }

    /** Holds an answer back until it is kept; one that grows too long is let go as it comes. */
    private static final class Held extends OutputStream {
        private final OutputStream client;
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private boolean overflowed;

        Held(OutputStream client) {
            this.client = client;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!overflowed && buffer.size() + length > LONGEST_ANSWER) {
                overflowed = true;
                buffer.writeTo(client);
            }
            if (overflowed) {
                client.write(bytes, from, length);
            } else {
                buffer.write(bytes, from, length);
            }
        }

        byte[] bytes() {
            return buffer.toByteArray();
        }

        void letGo() throws IOException {
            if (!overflowed) {
                buffer.writeTo(client);
            }
            client.flush();
        }
    }

    @Scheduled(every = "1h", delayed = "5m")
    void forgetOld() {
        answers.forgetBefore(clock.now().minus(KEPT));
    }
}
