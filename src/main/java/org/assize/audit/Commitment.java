package org.assize.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.assize.platform.Sha256;

/**
 * What the trail keeps of a text: SHA-256 over a random salt and the text. The salt is stored beside the text, so that
 * whoever has both can prove the text, and whoever has lost them can learn nothing.
 */
public record Commitment(byte[] salt, String hash) {

    private static final SecureRandom RANDOM = new SecureRandom();

    public static Commitment to(String text) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return of(salt, text);
    }

    public static Commitment of(byte[] salt, String text) {
        MessageDigest sha = Sha256.begin();
        sha.update(salt);
        sha.update(text.getBytes(StandardCharsets.UTF_8));
        return new Commitment(salt, HexFormat.of().formatHex(sha.digest()));
    }
}
