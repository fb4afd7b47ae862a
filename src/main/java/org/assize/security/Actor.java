package org.assize.security;

import java.util.Set;
import java.util.UUID;

/** Whoever does something: a person, a token that acts for a program, or Assize itself. The id is that of table actor. */
public sealed interface Actor {

    UUID SYSTEM_ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

    /** What schedulers and observers act as. */
    Actor SYSTEM = new System(SYSTEM_ID, "Assize");

    UUID id();

    String name();

    boolean may(Permission permission);

    /** @throws NotPermitted when this actor may not */
    default void require(Permission permission) {
        if (!may(permission)) {
            throw new NotPermitted(permission);
        }
    }

    record SignedIn(UUID id, String name, Set<Role> roles) implements Actor {
        public SignedIn {
            roles = Set.copyOf(roles);
        }

        @Override
        public boolean may(Permission permission) {
            return roles.stream().anyMatch(role -> role.grants(permission));
        }
    }

    record Token(UUID id, String name, Set<Permission> scopes) implements Actor {
        public Token {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public boolean may(Permission permission) {
            return scopes.contains(permission);
        }
    }

    record System(UUID id, String name) implements Actor {
        @Override
        public boolean may(Permission permission) {
            return true;
        }
    }
}
