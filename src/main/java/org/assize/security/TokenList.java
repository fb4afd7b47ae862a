package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The tokens there are, revoked ones too, newest first. */
@ApplicationScoped
public class TokenList {

    private final ApiTokens tokens;

    TokenList(ApiTokens tokens) {
        this.tokens = tokens;
    }

    public List<ApiTokens.ApiToken> all(Actor actor) {
        actor.require(Permission.MANAGE_TOKENS);
        return tokens.list();
    }
}
