package org.assize.security;

import java.text.Normalizer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works with Assize.
 *
 * @param invited has no password yet
 * @param version rises with every change; a change that names an older one is refused
 */
public record Person(
        UUID id,
        String username,
        String displayName,
        Set<Role> roles,
        boolean active,
        boolean invited,
        @Nullable Instant lastSignInAt,
        @Nullable Instant lockedUntil,
        Instant createdAt,
        int version) {

    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{1,63}");
    private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,80}");

    /** Look-alike spellings of one name become one: {@code ＡＤＡ} is {@code ADA}. */
    static String tidy(@Nullable String text) {
        return text == null
                ? ""
                : Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
    }

    static Optional<Fault> judgeUsername(String username) {
        return USERNAME.matcher(username).matches() ? Optional.empty() : Optional.of(Fault.USERNAME_FORM);
    }

    static Optional<Fault> judgeName(String name, Fault fault) {
        return NAME.matcher(name).matches() && !name.isBlank() ? Optional.empty() : Optional.of(fault);
    }
}
