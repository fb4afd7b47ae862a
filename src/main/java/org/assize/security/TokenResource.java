package org.assize.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.platform.rest.ShownOnce;
import org.jspecify.annotations.Nullable;

/** API tokens over REST. */
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {

    record NewToken(
            @NotNull String name,
            @NotNull @Size(max = 64) List<@NotNull String> scopes,
            @Nullable Instant expiresAt) {}

    /** @param token the secret, shown this once */
    record MadeToken(UUID id, String token) implements ShownOnce {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TokenAnswer(
            UUID id,
            String name,
            List<String> scopes,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {}

    private final CurrentActor actor;
    private final CreateToken create;
    private final RevokeToken revoke;
    private final TokenList list;

    TokenResource(CurrentActor actor, CreateToken create, RevokeToken revoke, TokenList list) {
        this.actor = actor;
        this.create = create;
        this.revoke = revoke;
        this.list = list;
    }

    @GET
    public Page<TokenAnswer> list() {
        return new Page<>(
                list.all(actor.get()).stream().map(TokenResource::answer).toList(), null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Valid @NotNull NewToken asked) {
        Set<Permission> scopes = new HashSet<>();
        for (String scope : asked.scopes()) {
            Optional<Permission> known = Permission.ofScope(scope);
            if (known.isEmpty()) {
                return Fault.problem(List.of(Fault.SCOPE_UNKNOWN)).response();
            }
            scopes.add(known.get());
        }
        Instant expiresAt = asked.expiresAt() == null ? null : asked.expiresAt().truncatedTo(ChronoUnit.MICROS);
        return switch (create.create(actor.get(), asked.name(), scopes, expiresAt)) {
            case CreateToken.Created created ->
                Response.created(URI.create("/api/v1/tokens/" + created.id()))
                        .entity(new MadeToken(created.id(), created.secret()))
                        .build();
            case CreateToken.Refused refused -> Fault.problem(refused.faults()).response();
        };
    }

    @DELETE
    @Path("/{id}")
    public Response revoke(@PathParam("id") UUID id) {
        return switch (revoke.revoke(actor.get(), id)) {
            case REVOKED, REVOKED_BEFORE -> Response.noContent().build();
            case UNKNOWN -> Problem.notFound("token").response();
        };
    }

    private static TokenAnswer answer(ApiTokens.ApiToken token) {
        return new TokenAnswer(
                token.id(),
                token.name(),
                token.scopes().stream().map(Permission::scope).sorted().toList(),
                token.createdBy(),
                token.createdAt(),
                token.expiresAt(),
                token.revokedAt(),
                token.lastUsedAt());
    }
}
