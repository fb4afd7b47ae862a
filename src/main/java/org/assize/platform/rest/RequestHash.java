package org.assize.platform.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * HMAC-SHA256 of requests. A request may hold a password, and a plain hash of it, kept for two days, could be guessed at by
 * whoever gets hold of a backup; the key is what every node knows and no backup of the database holds: its password.
 */
@ApplicationScoped
class RequestHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    RequestHash(@ConfigProperty(name = "quarkus.datasource.password") String password) {
        key = new SecretKeySpec(("assize.idempotency.v1\0" + password).getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    Mac begin() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Ends with a zero, so that no two lists of parts look alike. */
    static void feed(Mac mac, String part) {
        mac.update(part.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
    }

    /** Hashes what is read through it. */
    static final class Reading extends FilterInputStream {
        private final Mac mac;

        Reading(InputStream in, Mac mac) {
            super(in);
            this.mac = mac;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) {
                mac.update((byte) one);
            }
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            if (read > 0) {
                mac.update(into, from, read);
            }
            return read;
        }

        void readToEnd() throws IOException {
            transferTo(OutputStream.nullOutputStream());
        }

        /** Of everything, whether anybody has read it yet or not. */
        byte[] whole() throws IOException {
            readToEnd();
            return mac.doFinal();
        }
    }
}
