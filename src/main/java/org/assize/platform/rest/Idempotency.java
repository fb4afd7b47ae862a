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
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import org.assize.platform.AssizeClock;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key} on every POST: the same request with the same key is carried out once, and answered again with
 * the answer of the first time. The same key for another request is 422; while the first is still running it is 409.
 *
 * <p>Two requests are the same when method, path, query and body are. A form is compared part by part ({@link FormKeys});
 * NDJSON and CSV while they are read, the second time to the end before the answer is repeated.
 *
 * <p>That a request was carried out is noted in its own transaction ({@link ActMarks}). Where only its answer got lost, in
 * a crash or because it could not be written, the second request is 409 and told to look, instead of being done again.
 *
 * <p>Kept for two days. Not kept: answers that say "not now" (5xx, 408, 413, 429) or "not you" (401, 403), so that the same
 * key may be used again once the reason is gone, unless something had been done. An answer of more than 1 MiB, or with a
 * secret in it ({@link ShownOnce}), is not kept either; the second request is told so.
 */
@Provider
@Priority(Priorities.USER)
public final class Idempotency implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {

    /** The request property under which whoever authenticates leaves the actor's id. */
    public static final String ACTOR = "assize.actor.id";

    public static final String HEADER = "Idempotency-Key";

    private static final String RESERVATION = "assize.idempotency.reservation";
    private static final String PENDING = "assize.idempotency.pending";
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final Set<Integer> PASSING = Set.of(401, 403, 408, 413, 429);

    private final KeptAnswers answers;
    private final KeyInHand inHand;
    private final RequestHash hash;
    private final AssizeClock clock;

    Idempotency(KeptAnswers answers, KeyInHand inHand, RequestHash hash, AssizeClock clock) {
        this.answers = answers;
        this.inHand = inHand;
        this.hash = hash;
        this.clock = clock;
    }

    /** @param content a body that is hashed while it is read; null when it is part of the request's hash already */
    private record Reservation(KeptAnswers.Key key, RequestHash.@Nullable Reading content) {

        byte @Nullable [] contentHash() throws IOException {
            return content == null ? null : content.whole();
        }
    }

    private record Pending(
            KeptAnswers.Key key,
            KeptAnswers.Answer answer,
            @Nullable MediaType type) {}

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        Optional<KeptAnswers.Key> key = key(request);
        if (key.isEmpty() || isForm(request.getMediaType())) {
            return;
        }
        Mac mac = hash.begin();
        feedAddress(mac, request);
        RequestHash.Reading content = null;
        if (BodyLimit.isStreamed(request.getMediaType())) {
            content = new RequestHash.Reading(request.getEntityStream(), hash.begin());
            request.setEntityStream(content);
        } else if (request.hasEntity()) {
            byte[] body = request.getEntityStream().readAllBytes();
            request.setEntityStream(new ByteArrayInputStream(body));
            mac.update(body);
        }
        begin(request, key.get(), mac.doFinal(), content).ifPresent(request::abortWith);
    }

    /** @return empty for a request without a key */
    static Optional<KeptAnswers.Key> key(ContainerRequestContext request) {
        String text = request.getHeaderString(HEADER);
        if (text == null
                || !request.getMethod().equals("POST")
                || !(request.getProperty(ACTOR) instanceof UUID actor)) {
            return Optional.empty();
        }
        if (text.isBlank() || text.length() > LONGEST_KEY || !text.chars().allMatch(c -> c > 31 && c < 127)) {
            throw Problem.unreadable(HEADER, "must be 1 to " + LONGEST_KEY + " printable ASCII characters")
                    .exception();
        }
        return Optional.of(new KeptAnswers.Key(actor, text));
    }

    static boolean isForm(@Nullable MediaType type) {
        return type != null && type.getType().equals("multipart");
    }

    static void feedAddress(Mac mac, ContainerRequestContext request) {
        RequestHash.feed(mac, request.getMethod());
        RequestHash.feed(mac, request.getUriInfo().getRequestUri().getRawPath());
        RequestHash.feed(
                mac, String.valueOf(request.getUriInfo().getRequestUri().getRawQuery()));
        MediaType type = request.getMediaType();
        RequestHash.feed(mac, type == null ? "" : type.getType() + "/" + type.getSubtype());
    }

    /** @return the answer when the request is not to be carried out */
    Optional<Response> begin(
            ContainerRequestContext request,
            KeptAnswers.Key key,
            byte[] requestHash,
            RequestHash.@Nullable Reading content)
            throws IOException {
        switch (answers.reserve(key, requestHash, clock.now())) {
            case KeptAnswers.Reserved _ -> {
                request.setProperty(RESERVATION, new Reservation(key, content));
                inHand.take(key);
                return Optional.empty();
            }
            case KeptAnswers.StillRunning _ -> {
                Response busy = Problem.conflict(
                                "still-running",
                                "The first request with this Idempotency-Key is still being carried out.")
                        .at(request.getUriInfo().getPath())
                        .response();
                busy.getHeaders().putSingle("Retry-After", "1");
                return Optional.of(busy);
            }
            case KeptAnswers.OtherRequest _ -> throw otherRequest();
            case KeptAnswers.Answered(KeptAnswers.Answer answer) -> {
                byte[] first = answer.contentHash();
                if (content != null && first != null && !MessageDigest.isEqual(first, content.whole())) {
                    throw otherRequest();
                }
                return Optional.of(replay(answer));
            }
        }
    }

    private static RequestRefused otherRequest() {
        return Problem.of("key-reused", 422, "This Idempotency-Key was used for another request.")
                .exception();
    }

    private static Response replay(KeptAnswers.Answer kept) {
        if (kept.contentType() != null && kept.body() == null) {
            Response done = Problem.conflict(
                            "already-done",
                            "This was carried out before, and its answer is not kept: it was long, or held a secret, or got lost."
                                    + " Look at what there is now before you send it under another key.")
                    .response();
            if (kept.location() != null) {
                done.getHeaders().putSingle("Location", kept.location());
            }
            return done;
        }
        Response.ResponseBuilder answer = Response.status(kept.status()).header("Idempotent-Replayed", "true");
        if (kept.location() != null) {
            answer.header("Location", kept.location());
        }
        if (kept.body() != null) {
            answer.type(kept.contentType()).entity(kept.body());
        }
        return answer.build();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        if (!(request.getProperty(RESERVATION) instanceof Reservation reservation)) {
            return;
        }
        request.removeProperty(RESERVATION);
        KeptAnswers.Key key = reservation.key();
        int status = response.getStatus();
        if (status >= 500 || PASSING.contains(status)) {
            answers.release(key);
            return;
        }
        var answer = new KeptAnswers.Answer(
                status, null, response.getHeaderString("Location"), null, reservation.contentHash());
        if (response.getEntity() instanceof ShownOnce) {
            answers.keep(key, answer.withBody(String.valueOf(response.getMediaType()), null));
        } else if (response.hasEntity()) {
            request.setProperty(PENDING, new Pending(key, answer, response.getMediaType()));
        } else {
            answers.keep(key, answer);
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
        answers.keep(pending.key(), pending.answer().withBody(type, held.overflowed ? null : held.bytes()));
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
