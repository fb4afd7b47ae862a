package org.assize.security;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an actor may be allowed to do; its {@code scope} is the name that an API token carries. */
public enum Permission {
    READ_CASES("cases:read"),
    WORK_CASES("cases:work"),
    STEER_CASES("cases:steer"),
    /** Mail addresses, telephone numbers, bank accounts and internet addresses: to know one is to find who uses it. */
    FIND_BY_IDENTIFIER("identifiers:read"),
    READ_TRAIL("audit:read"),
    READ_LABELS("labels:read"),
    TAKE_SNAPSHOTS("snapshots:write"),
    READ_MODELS("models:read"),
    TRAIN_MODELS("training:write"),
    REQUEST_PROMOTIONS("promotions:write"),
    APPROVE_PROMOTIONS("promotions:approve"),
    READ_FEEDS("feeds:read"),
    SEND_FEEDS("feeds:write"),
    CHANGE_POLICIES("policies:write"),
    READ_INSIGHT("insight:read"),
    TAKE_ACTIONS("actions:write"),
    MANAGE_PEOPLE("people:write"),
    MANAGE_TOKENS("tokens:write");

    private static final Map<String, Permission> BY_SCOPE =
            Arrays.stream(values()).collect(Collectors.toMap(Permission::scope, Function.identity()));

    private final String scope;

    Permission(String scope) {
        this.scope = scope;
    }

    public String scope() {
        return scope;
    }

    public static Optional<Permission> ofScope(String scope) {
        return Optional.ofNullable(BY_SCOPE.get(scope));
    }
}
