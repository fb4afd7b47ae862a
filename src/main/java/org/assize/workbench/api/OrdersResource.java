package org.assize.workbench.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.assize.platform.rest.FeedRate;
import org.assize.platform.rest.Idempotency;
import org.assize.platform.rest.Metered;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;

/** Orders over REST: kept and scored at once, one as a JSON object, many as NDJSON. */
@Path("/api/v1/orders")
@Metered
@Produces(MediaType.APPLICATION_JSON)
public class OrdersResource {

    private static final String NDJSON = "application/x-ndjson";

    private final CurrentActor actor;
    private final FeedRate rate;
    private final TakeAndScoreOrders take;
    private final OrdersTogether together;

    OrdersResource(CurrentActor actor, FeedRate rate, TakeAndScoreOrders take, OrdersTogether together) {
        this.actor = actor;
        this.rate = rate;
        this.take = take;
        this.together = together;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response one(byte[] body, @Context HttpHeaders headers) {
        Actor sender = actor.get();
        Locale language = SubjectAnswers.language(headers);
        // with a key of its own, a request is noted as done by the transaction that does it and nothing else
        boolean alone = headers.getHeaderString(Idempotency.HEADER) != null;
        return SubjectAnswers.one(
                body,
                lines -> alone
                        ? take.oneByOne(sender, lines, language)
                        : List.of(together.take(sender, lines.getFirst(), language)));
    }

    /** One answer for each line that is not blank, in their order; a line that is refused keeps no other out. */
    @POST
    @Consumes(NDJSON)
    public Response many(InputStream body, @Context HttpHeaders headers) throws IOException {
        Actor sender = actor.get();
        Locale language = SubjectAnswers.language(headers);
        return SubjectAnswers.many(body, "orders", lines -> {
            rate.count(sender.id(), lines.size());
            return take.take(sender, lines, language);
        });
    }
}
