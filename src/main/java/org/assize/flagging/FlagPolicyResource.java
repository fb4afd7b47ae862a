package org.assize.flagging;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.List;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Flag policies over REST. */
@Path("/api/v1/flag-policies")
@Produces(MediaType.APPLICATION_JSON)
public class FlagPolicyResource {

    record NewPolicy(
            @NotNull Integer capacityPerDay,
            @NotNull Double auditShare,
            @NotNull Integer auditMinimumPerDay) {}

    /** @param share of the live volume that is flagged; {@code threshold} is there only where one was set by hand */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PolicyAnswer(
            SubjectKind kind,
            int version,
            int capacityPerDay,
            double auditShare,
            int auditMinimumPerDay,
            double share,
            @Nullable Double threshold) {}

    private final CurrentActor actor;
    private final FlagPolicies policies;
    private final FlagScored flags;
    private final ChangeFlagPolicy change;

    FlagPolicyResource(CurrentActor actor, FlagPolicies policies, FlagScored flags, ChangeFlagPolicy change) {
        this.actor = actor;
        this.policies = policies;
        this.flags = flags;
        this.change = change;
    }

    @GET
    public Page<PolicyAnswer> list() {
        actor.get().require(Permission.READ_MODELS);
        return new Page<>(
                Arrays.stream(SubjectKind.values())
                        .map(kind -> answer(policies.of(kind)))
                        .toList(),
                null);
    }

    @PUT
    @Path("/{kind}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("kind") SubjectKind kind, @Valid @NotNull NewPolicy asked) {
        return switch (change.change(
                actor.get(), kind, asked.capacityPerDay(), asked.auditShare(), asked.auditMinimumPerDay())) {
            case ChangeFlagPolicy.Result.Changed(FlagPolicy policy) ->
                Response.ok(answer(policy)).build();
            case ChangeFlagPolicy.Result.Refused(List<String> fields) ->
                Problem.invalid(fields.stream()
                                .map(field -> new Problem.FieldError(field, "range", rule(field)))
                                .toList())
                        .response();
        };
    }

    private static String rule(String field) {
        return switch (field) {
            case "capacityPerDay" -> "must be from 1 to 1,000,000";
            case "auditShare" -> "must be from 0 to 1";
            default -> "must be from 0 to capacityPerDay";
        };
    }

    private PolicyAnswer answer(FlagPolicy policy) {
        return new PolicyAnswer(
                policy.kind(),
                policy.version(),
                policy.capacityPerDay(),
                policy.auditShare(),
                policy.auditMinimumPerDay(),
                flags.share(policy),
                policy.threshold());
    }
}
