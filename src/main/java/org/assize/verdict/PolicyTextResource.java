package org.assize.verdict;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;

/** What policy says of each scheme, over REST. */
@Path("/api/v1/policy-texts")
@Produces(MediaType.APPLICATION_JSON)
public class PolicyTextResource {

    private final CurrentActor actor;
    private final PolicyTexts texts;
    private final ChangePolicyText change;

    PolicyTextResource(CurrentActor actor, PolicyTexts texts, ChangePolicyText change) {
        this.actor = actor;
        this.texts = texts;
        this.change = change;
    }

    /** @param version the one that the caller has looked at; 0 when there was none */
    public record NewPolicyText(
            @NotNull Integer version,
            @NotNull String section,
            @NotNull String english,
            @NotNull String chinese) {}

    @GET
    public Page<PolicyText> list() {
        return new Page<>(texts.current(actor.get()), null);
    }

    @PUT
    @Path("/{typology}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("typology") String code, @Valid @NotNull NewPolicyText asked) {
        Typology typology = Arrays.stream(Typology.values())
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("typology").exception());
        var form = new ChangePolicyText.Form(asked.section(), asked.english(), asked.chinese());
        return switch (change.change(actor.get(), typology, asked.version(), form)) {
            case ChangePolicyText.Changed(PolicyText its) -> Response.ok(its).build();
            case ChangePolicyText.Unchanged(PolicyText its) -> Response.ok(its).build();
            case ChangePolicyText.Outdated(PolicyText current) ->
                Problem.conflict("outdated", "Somebody else changed it first: look at theirs before changing it again.")
                        .with("version", current.version())
                        .with("changedBy", current.changedBy())
                        .response();
            case ChangePolicyText.Invalid(var errors) -> Problem.refused(errors).response();
        };
    }
}
