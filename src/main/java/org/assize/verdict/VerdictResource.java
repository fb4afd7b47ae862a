package org.assize.verdict;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assize.casework.CaseList;
import org.assize.platform.FieldError;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.queue.LostClaim;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** Verdicts over REST. */
@Path("/api/v1/cases")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class VerdictResource {

    private final CurrentActor actor;
    private final ReachVerdict reachVerdict;
    private final ReviewVerdict reviewVerdict;
    private final ReadingsOfCase readings;
    private final CaseList cases;

    VerdictResource(
            CurrentActor actor,
            ReachVerdict reachVerdict,
            ReviewVerdict reviewVerdict,
            ReadingsOfCase readings,
            CaseList cases) {
        this.actor = actor;
        this.reachVerdict = reachVerdict;
        this.reviewVerdict = reviewVerdict;
        this.readings = readings;
        this.cases = cases;
    }

    /** Codes come as texts, so that one that nobody knows is an error of its field like any other. */
    public record NewVerdict(
            @Nullable Long claimVersion,
            @Nullable String decision,
            @Nullable String typology,
            @Nullable String confidence,
            @Nullable Boolean flagUseful,
            @Nullable String rationale,
            @Nullable List<@Nullable String> actions,
            @Nullable List<NewException> exceptions) {}

    /** A member of a ring that is judged otherwise than the ring. */
    public record NewException(
            @Nullable String sellerId,
            @Nullable String decision,
            @Nullable String typology) {}

    /**
     * @param reason why it is upheld, or why the second reading is {@code adopted} in its place
     * @param adopted of two blind readings that differ, the second stands
     * @param verdict takes its place where neither is so
     */
    public record NewReview(
            @Nullable Boolean upheld,
            @Nullable Boolean adopted,
            @Nullable String reason,
            @Nullable NewVerdict verdict) {}

    @POST
    @Path("/{id}/verdicts")
    public Response reach(@PathParam("id") UUID id, @Valid @NotNull NewVerdict asked) {
        List<FieldError> errors = new ArrayList<>();
        Long claimVersion = asked.claimVersion();
        if (claimVersion == null) {
            errors.add(new FieldError("claimVersion", "required", "must be given"));
        }
        VerdictForm form = form(errors, asked);
        if (claimVersion == null || !errors.isEmpty()) {
            return Problem.refused(errors).response();
        }
        return switch (reachVerdict.reach(actor.get(), id, claimVersion, form)) {
            case ReachVerdict.Reached(Verdict verdict, String _, ReachVerdict.Then _) ->
                Response.created(URI.create("/api/v1/cases/" + id))
                        .entity(verdict)
                        .build();
            case ReachVerdict.Lost(LostClaim lost) -> lost.problem().response();
            case ReachVerdict.NotFound() -> Problem.notFound("case").response();
            case ReachVerdict.Invalid(var refused) -> Problem.refused(refused).response();
        };
    }

    /** The second person's word on a verdict that awaits one: {@code upheld} with a reason, or else another verdict. */
    @POST
    @Path("/{id}/reviews")
    public Response review(@PathParam("id") UUID id, @Valid @NotNull NewReview asked) {
        List<FieldError> errors = new ArrayList<>();
        NewVerdict other = asked.verdict();
        boolean adopted = Boolean.TRUE.equals(asked.adopted());
        if (asked.upheld() == null) {
            errors.add(new FieldError("upheld", "required", "must be given"));
        } else if (asked.upheld() && adopted) {
            errors.add(new FieldError("adopted", "contradicts", "must not be true when upheld is"));
        } else if (!asked.upheld() && !adopted && other == null) {
            errors.add(new FieldError("verdict", "required", "must be given unless upheld or adopted"));
        }
        VerdictForm form = other == null ? null : form(errors, other);
        if (!errors.isEmpty()) {
            return Problem.refused(errors).response();
        }
        String reason = asked.reason() == null ? "" : asked.reason();
        ReviewVerdict.Opinion opinion = adopted
                ? new ReviewVerdict.Adopt(reason)
                : form == null || Boolean.TRUE.equals(asked.upheld())
                        ? new ReviewVerdict.Uphold(reason)
                        : new ReviewVerdict.Overturn(form);
        return switch (reviewVerdict.review(actor.get(), id, opinion)) {
            case ReviewVerdict.Reviewed(Verdict verdict) ->
                Response.created(URI.create("/api/v1/cases/" + id))
                        .entity(verdict)
                        .build();
            case ReviewVerdict.SamePerson() ->
                Problem.conflict("same-person", "Whoever reached a verdict does not review it.")
                        .response();
            case ReviewVerdict.NothingToReview() ->
                Problem.conflict("nothing-to-review", "No verdict of the case awaits a second review.")
                        .response();
            case ReviewVerdict.Invalid(var refused) -> Problem.refused(refused).response();
        };
    }

    /** What two people found in a case drawn to be read blind; until both have read it, each is shown their own alone. */
    @GET
    @Path("/{id}/readings")
    public Page<BlindReading> readings(@PathParam("id") UUID id) {
        Actor caller = actor.get();
        if (cases.of(caller, Set.of(id)).isEmpty()) {
            throw Problem.notFound("case").exception();
        }
        return new Page<>(readings.read(caller, id), null);
    }

    private static VerdictForm form(List<FieldError> errors, NewVerdict asked) {
        return new VerdictForm(
                read(errors, "decision", Decision.class, asked.decision()),
                read(errors, "typology", Typology.class, asked.typology()),
                read(errors, "confidence", Confidence.class, asked.confidence()),
                asked.flagUseful(),
                asked.rationale(),
                asked.actions() == null
                        ? List.of()
                        : asked.actions().stream()
                                .map(code -> read(errors, "actions", Action.class, code == null ? "" : code))
                                .filter(Objects::nonNull)
                                .toList(),
                asked.exceptions() == null
                        ? List.of()
                        : asked.exceptions().stream()
                                .map(each -> exception(errors, each))
                                .filter(Objects::nonNull)
                                .toList());
    }

    private static @Nullable RingException exception(List<FieldError> errors, NewException asked) {
        Decision decision = read(errors, "exceptions", Decision.class, asked.decision());
        Typology typology = read(errors, "exceptions", Typology.class, asked.typology());
        if (asked.sellerId() == null || decision == null) {
            errors.add(new FieldError("exceptions", "required", "must name a seller and a decision"));
            return null;
        }
        return new RingException(asked.sellerId(), decision, typology);
    }

    private static <E extends Enum<E>> @Nullable E read(
            List<FieldError> errors, String field, Class<E> type, @Nullable String code) {
        if (code == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(code)) {
                return constant;
            }
        }
        errors.add(new FieldError(field, "unknown", "must be one of " + Arrays.toString(type.getEnumConstants())));
        return null;
    }
}
