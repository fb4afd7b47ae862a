package org.assize.security;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assize.platform.Sha256;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * How passwords are judged and kept: bcrypt over SHA-256 of the password. bcrypt alone reads 72 bytes and forgets the rest,
 * which is 24 Chinese characters; the digest in front, with a tag of our own, gives every password all of its length.
 */
@ApplicationScoped
public class Passwords {

    static final int SHORTEST = 12;
    static final int LONGEST = 200;

    /** Twelve characters or more, and still the first that a guesser tries. */
    private static final Set<String> COMMON = Set.of(
            "passwordpassword",
            "password1234",
            "password12345",
            "password123456",
            "1234567890ab",
            "123456789012",
            "1234567890123",
            "12345678901234",
            "123456789123456789",
            "1q2w3e4r5t6y",
            "1qaz2wsx3edc",
            "1qaz2wsx3edc4rfv",
            "qwertyuiop123",
            "qwertyuiopasdf",
            "qwertyqwerty",
            "qwerty123456",
            "qwerty1234567",
            "asdfghjkl123",
            "abcdefghijkl",
            "abcdefghijklm",
            "abc123abc123",
            "abcd1234abcd",
            "iloveyou1234",
            "iloveyouiloveyou",
            "administrator",
            "administrator1",
            "adminadminadmin",
            "admin1234567",
            "letmeinletmein",
            "letmein12345",
            "welcome12345",
            "welcome123456",
            "changemeplease",
            "changeme1234",
            "correcthorsebatterystaple",
            "sunshine1234",
            "princess1234",
            "football1234",
            "baseball1234",
            "superman1234",
            "trustno1trustno1",
            "dragon123456",
            "monkey123456",
            "master123456",
            "shadow123456",
            "michael12345",
            "987654321098",
            "0123456789012",
            "q1w2e3r4t5y6",
            "zaq12wsxcde3",
            "zxcvbnm12345",
            "assizeassize",
            "p@ssw0rd1234",
            "passw0rd1234",
            "p@ssword1234");

    private final int cost;
    private final String decoy;
    /** bcrypt is slow on purpose; without a bound, guesses would take every core from the people at work. */
    private final Semaphore turns =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2 + 1), true);

    Passwords(@ConfigProperty(name = "assize.password.cost", defaultValue = "12") int cost) {
        this.cost = cost;
        this.decoy = BcryptUtil.bcryptHash(digest(Secrets.next()), cost);
    }

    /** Waits for its turn as guesses do. */
    public String hash(String password) {
        turns.acquireUninterruptibly();
        try {
            return BcryptUtil.bcryptHash(digest(password), cost);
        } finally {
            turns.release();
        }
    }

    /**
     * Takes the same time with and without a hash, so that an answer does not tell which usernames exist.
     *
     * @param hash null when nobody of that name may sign in
     * @return false too when the server is too busy to look
     */
    boolean matches(String password, @Nullable String hash) {
        try {
            if (password.length() > LONGEST || !turns.tryAcquire(10, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return BcryptUtil.matches(digest(password), hash == null ? decoy : hash) && hash != null;
        } finally {
            turns.release();
        }
    }

    /** What is wrong with a new password, if anything. */
    static Optional<Fault> judge(String password, String username) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of(Fault.PASSWORD_SHORT);
        }
        if (password.length() > LONGEST) {
            return Optional.of(Fault.PASSWORD_LONG);
        }
        String plain = password.toLowerCase(Locale.ROOT);
        boolean poor = COMMON.contains(plain)
                || plain.chars().distinct().count() < 4
                || !username.isEmpty()
                        && plain.replace(username.toLowerCase(Locale.ROOT), "").length() < 6;
        return poor ? Optional.of(Fault.PASSWORD_COMMON) : Optional.empty();
    }

    /** One form for letters that keyboards send in several (NFKC, as NIST SP 800-63B asks). */
    private static String digest(String password) {
        String tagged = "assize.password.v1\0" + Normalizer.normalize(password, Normalizer.Form.NFKC);
        return Base64.getEncoder().encodeToString(Sha256.of(tagged.getBytes(StandardCharsets.UTF_8)));
    }
}
