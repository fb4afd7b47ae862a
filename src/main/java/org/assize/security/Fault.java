package org.assize.security;

import java.util.List;
import java.util.Locale;
import org.assize.platform.rest.Problem;

/** What can be wrong with what somebody says about a person or a token. Views say it from their bundle, by {@link #key}. */
public enum Fault {
    USERNAME_FORM("username", "form", "must be 2 to 64 letters, digits, dots, hyphens, underscores or @"),
    USERNAME_TAKEN("username", "taken", "is taken"),
    DISPLAY_NAME_FORM("displayName", "form", "must be 1 to 80 printable characters"),
    ROLES_REQUIRED("roles", "required", "must name at least one role"),
    ROLE_UNKNOWN("roles", "unknown", "must be investigator, lead, auditor, scientist, administrator or service"),
    PASSWORD_SHORT("password", "short", "must have at least " + Passwords.SHORTEST + " characters"),
    PASSWORD_LONG("password", "long", "must have at most " + Passwords.LONGEST + " characters"),
    PASSWORD_COMMON("password", "common", "is too easy to guess"),
    PASSWORD_WRONG("current", "wrong", "is not the current password"),
    PASSWORD_LOCKED("current", "locked", "can not be tried again yet: there were too many wrong ones"),
    TOKEN_NAME_FORM("name", "form", "must be 1 to 80 printable characters"),
    SCOPES_REQUIRED("scopes", "required", "must name at least one scope"),
    SCOPE_UNKNOWN("scopes", "unknown", "must be scopes that exist"),
    SCOPE_BEYOND("scopes", "beyond", "must be scopes that the asking token carries itself"),
    EXPIRY_PAST("expiresAt", "past", "must lie in the future");

    private final String field;
    private final String rule;
    private final String words;

    Fault(String field, String rule, String words) {
        this.field = field;
        this.rule = rule;
        this.words = words;
    }

    public String field() {
        return field;
    }

    /** Of the message bundle: {@code people.fault.username_taken}. */
    public String key() {
        return "people.fault." + name().toLowerCase(Locale.ROOT);
    }

    static Problem problem(List<Fault> faults) {
        return Problem.invalid(faults.stream()
                .map(fault -> new Problem.FieldError(fault.field, fault.rule, fault.words))
                .toList());
    }
}
