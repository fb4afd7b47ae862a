package org.assize.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.platform.rest.ShownOnce;
import org.jspecify.annotations.Nullable;

/** People over REST, for those who set a marketplace up by program. */
@Path("/api/v1/people")
@Produces(MediaType.APPLICATION_JSON)
public class PeopleResource {

    /** @param password left out, the person chooses it by the link in the answer */
    record NewPerson(
            @NotNull String username,
            @NotNull String displayName,
            @NotNull @Size(max = 10) List<@NotNull String> roles,
            @Nullable String password) {}

    /** @param version left out, the change is made whatever happened since */
    record PersonChange(
            @Nullable String displayName,
            @Nullable @Size(max = 10) List<@NotNull String> roles,
            @Nullable Boolean active,
            @Nullable Integer version) {}

    /** @param link where the person chooses a password, shown this once */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Invitation(UUID id, @Nullable String link) implements ShownOnce {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PersonAnswer(
            UUID id,
            String username,
            String displayName,
            List<String> roles,
            boolean active,
            boolean invited,
            @Nullable Instant lastSignInAt,
            @Nullable Instant lockedUntil,
            Instant createdAt,
            int version) {}

    private final CurrentActor actor;
    private final PeopleList people;
    private final InvitePerson invite;
    private final ChangePerson change;
    private final ResetPassword reset;

    PeopleResource(
            CurrentActor actor, PeopleList people, InvitePerson invite, ChangePerson change, ResetPassword reset) {
        this.actor = actor;
        this.people = people;
        this.invite = invite;
        this.change = change;
        this.reset = reset;
    }

    @GET
    public Page<PersonAnswer> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable String after) {
        int most = Page.limit(limit, 50);
        String from = after == null ? null : Cursor.decode(after, 1).text(0);
        List<PersonAnswer> rows = people.page(actor.get(), from, most + 1).stream()
                .map(PeopleResource::answer)
                .toList();
        return Page.of(rows, most, person -> Cursor.of(person.username()));
    }

    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") UUID id) {
        return people.find(actor.get(), id)
                .map(person -> Response.ok(answer(person)).build())
                .orElseGet(() -> Problem.notFound("person").response());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response invite(@Valid @NotNull NewPerson asked) {
        Optional<Set<Role>> roles = roles(asked.roles());
        if (roles.isEmpty()) {
            return Fault.problem(List.of(Fault.ROLE_UNKNOWN)).response();
        }
        return switch (invite.invite(
                actor.get(), asked.username(), asked.displayName(), roles.get(), asked.password())) {
            case InvitePerson.Invited invited ->
                Response.created(URI.create("/api/v1/people/" + invited.person()))
                        .entity(new Invitation(invited.person(), path(invited.secret())))
                        .build();
            case InvitePerson.Refused refused -> Fault.problem(refused.faults()).response();
        };
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("id") UUID id, @Valid @NotNull PersonChange asked) {
        Set<Role> wanted = null;
        if (asked.roles() != null) {
            Optional<Set<Role>> roles = roles(asked.roles());
            if (roles.isEmpty()) {
                return Fault.problem(List.of(Fault.ROLE_UNKNOWN)).response();
            }
            wanted = roles.get();
        }
        var wish = new ChangePerson.Wish(asked.displayName(), wanted, asked.active());
        return switch (change.change(actor.get(), id, asked.version(), wish)) {
            case ChangePerson.Changed changed ->
                Response.ok(answer(changed.person())).build();
            case ChangePerson.Unknown _ -> Problem.notFound("person").response();
            case ChangePerson.Stale stale ->
                Problem.conflict("stale", "Somebody else changed this person since; read it again.")
                        .with("version", stale.person().version())
                        .response();
            case ChangePerson.LastAdministrator _ -> lastAdministrator();
            case ChangePerson.Refused refused -> Fault.problem(refused.faults()).response();
        };
    }

    /** Takes the password away and answers with a link to choose another. */
    @POST
    @Path("/{id}/links")
    public Response link(@PathParam("id") UUID id) {
        return switch (reset.reset(actor.get(), id)) {
            case ResetPassword.Reset done ->
                Response.status(201)
                        .entity(new Invitation(id, path(done.secret())))
                        .build();
            case ResetPassword.Unknown _ -> Problem.notFound("active person").response();
            case ResetPassword.LastAdministrator _ -> lastAdministrator();
        };
    }

    private static Response lastAdministrator() {
        return Problem.conflict("last-administrator", "Nobody would be left who can manage people.")
                .response();
    }

    private static @Nullable String path(@Nullable String secret) {
        return secret == null ? null : WelcomePath.of(secret);
    }

    private static Optional<Set<Role>> roles(List<String> codes) {
        var roles = new HashSet<Role>();
        for (String code : codes) {
            Arrays.stream(Role.values())
                    .filter(role -> role.code().equals(code))
                    .forEach(roles::add);
        }
        return roles.size() == new HashSet<>(codes).size() ? Optional.of(roles) : Optional.empty();
    }

    private static PersonAnswer answer(Person person) {
        return new PersonAnswer(
                person.id(),
                person.username(),
                person.displayName(),
                person.roles().stream().map(Role::code).sorted().toList(),
                person.active(),
                person.invited(),
                person.lastSignInAt(),
                person.lockedUntil(),
                person.createdAt(),
                person.version());
    }
}
