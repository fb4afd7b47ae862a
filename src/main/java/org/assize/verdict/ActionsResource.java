package org.assize.verdict;

import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assize.platform.Outbox;
import org.assize.platform.Page;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/**
 * What verdicts ask of the marketplace, for a program there to fetch, carry out and acknowledge. What is not acknowledged is
 * offered again, so that nothing is lost between the two; who carries out may see an id twice.
 */
@Path("/api/v1/actions")
@Produces(MediaType.APPLICATION_JSON)
public class ActionsResource {

    /** @param action with the subject, case and verdict it follows from */
    record ActionAnswer(UUID id, @JsonRawValue String action) {}

    record Acknowledgement(
            @NotEmpty @Size(max = Page.LARGEST) Set<@NotNull UUID> ids) {}

    /** @param acknowledged how many of them were waiting until now */
    record Acknowledged(int acknowledged) {}

    private final CurrentActor actor;
    private final WaitingActions waiting;
    private final AcknowledgeActions acknowledge;

    ActionsResource(CurrentActor actor, WaitingActions waiting, AcknowledgeActions acknowledge) {
        this.actor = actor;
        this.waiting = waiting;
        this.acknowledge = acknowledge;
    }

    @GET
    public Page<ActionAnswer> waiting(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        Page<Outbox.Message> page = waiting.page(actor.get(), after, Page.limit(limit, 100));
        List<ActionAnswer> items = page.items().stream()
                .map(message -> new ActionAnswer(message.id(), message.payload()))
                .toList();
        return new Page<>(items, page.next());
    }

    @POST
    @Path("/acknowledgements")
    @Consumes(MediaType.APPLICATION_JSON)
    public Acknowledged acknowledge(@Valid @NotNull Acknowledgement asked) {
        return new Acknowledged(acknowledge.acknowledge(actor.get(), asked.ids()));
    }
}
