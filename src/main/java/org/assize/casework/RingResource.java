package org.assize.casework;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.platform.FieldError;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** Rings over REST: cases of linked sellers under one verdict. */
@Path("/api/v1/cases/{id}/rings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RingResource {

    private final CurrentActor actor;
    private final CaseFile caseFile;
    private final CaseList caseList;
    private final OpenRingCase openRing;
    private final RingMembers ringMembers;

    RingResource(
            CurrentActor actor, CaseFile caseFile, CaseList caseList, OpenRingCase openRing, RingMembers ringMembers) {
        this.actor = actor;
        this.caseFile = caseFile;
        this.caseList = caseList;
        this.openRing = openRing;
        this.ringMembers = ringMembers;
    }

    /** @param members ids of sellers, the seller of the case among them */
    public record NewRing(
            @Nullable List<@Nullable String> members,
            @Nullable String reason) {}

    /** The case of a seller leads the ring. */
    @POST
    public Response open(@PathParam("id") UUID id, @Nullable NewRing asked) {
        SubjectRef lead = caseFile.read(actor.get(), id)
                .orElseThrow(() -> Problem.notFound("case").exception())
                .fraudCase()
                .subject();
        if (lead.kind() != SubjectKind.SELLER) {
            return Problem.refused(List.of(new FieldError("id", "seller", "must be the case of a seller")))
                    .response();
        }
        Set<SubjectRef> sellers = asked == null || asked.members() == null
                ? Set.of()
                : asked.members().stream()
                        .filter(Objects::nonNull)
                        .map(SubjectRef::seller)
                        .collect(Collectors.toSet());
        String reason = asked == null || asked.reason() == null ? "" : asked.reason();
        return switch (openRing.open(actor.get(), lead, sellers, reason)) {
            case OpenRingCase.Opened(FraudCase opened, int _) ->
                Response.created(URI.create("/api/v1/cases/" + opened.id() + "/rings"))
                        .entity(opened)
                        .build();
            case OpenRingCase.NotFree(var taken) ->
                Problem.conflict("not-free", "Some of these sellers are judged elsewhere at the moment; see taken.")
                        .with("taken", taken.stream().map(RingResource::told).toList())
                        .response();
            case OpenRingCase.Invalid(var errors) -> Problem.refused(errors).response();
        };
    }

    /** The cases that are or were judged with this one, which comes first; none when it never led a ring. */
    @GET
    public Page<FraudCase> members(@PathParam("id") UUID id) {
        Actor caller = actor.get();
        if (caseList.of(caller, Set.of(id)).isEmpty()) {
            throw Problem.notFound("case").exception();
        }
        return new Page<>(ringMembers.read(caller, id), null);
    }

    private static Map<String, Object> told(OpenRingCase.Taken taken) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("caseId", taken.caseId().toString());
        told.put("sellerId", taken.subject().id());
        told.put("state", taken.state().name());
        if (taken.heldBy() != null) {
            told.put("heldBy", taken.heldBy());
        }
        return told;
    }
}
