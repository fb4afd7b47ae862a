package org.assize.security;

import static org.assize.security.Permission.*;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a person is here for; each role is a set of permissions, and this table is the only place that says which. */
public enum Role {
    INVESTIGATOR(READ_CASES, WORK_CASES, FIND_BY_IDENTIFIER),
    LEAD(
            READ_CASES,
            WORK_CASES,
            STEER_CASES,
            FIND_BY_IDENTIFIER,
            READ_TRAIL,
            READ_LABELS,
            READ_MODELS,
            APPROVE_PROMOTIONS,
            READ_FEEDS,
            CHANGE_POLICIES,
            READ_INSIGHT),
    AUDITOR(READ_CASES, READ_TRAIL, READ_LABELS, READ_MODELS, READ_FEEDS, READ_INSIGHT),
    SCIENTIST(
            READ_CASES,
            READ_LABELS,
            TAKE_SNAPSHOTS,
            READ_MODELS,
            TRAIN_MODELS,
            REQUEST_PROMOTIONS,
            APPROVE_PROMOTIONS,
            READ_FEEDS,
            READ_INSIGHT),
    ADMINISTRATOR(
            READ_CASES,
            READ_TRAIL,
            READ_MODELS,
            READ_FEEDS,
            SEND_FEEDS,
            CHANGE_POLICIES,
            READ_INSIGHT,
            MANAGE_PEOPLE,
            MANAGE_TOKENS),
    SERVICE(SEND_FEEDS, READ_FEEDS, TAKE_ACTIONS);

    private final Set<Permission> permissions;

    Role(Permission first, Permission... others) {
        this.permissions = EnumSet.of(first, others);
    }

    public boolean grants(Permission permission) {
        return permissions.contains(permission);
    }

    /** The role as stored and as Jakarta security names it: {@code investigator}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no such role */
    public static Role ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
