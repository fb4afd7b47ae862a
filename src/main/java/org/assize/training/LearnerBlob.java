package org.assize.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.assize.platform.Sha256;

/**
 * The learner's own serialised form of a model, kept beside the export for those who want to go on with Smile. Java
 * serialisation promises nothing across versions; scoring never reads it.
 */
public final class LearnerBlob {
    private static final ObjectInputFilter ALLOWED = ObjectInputFilter.Config.createFilter(
            "maxdepth=200;maxrefs=50000000;maxbytes=2000000000;maxarray=50000000;smile.**;java.lang.*;java.util.*;!*");

    private final byte[] bytes;
    private final String sha256;

    private LearnerBlob(byte[] bytes) {
        this.bytes = bytes;
        sha256 = hash(bytes);
    }

    static LearnerBlob of(Serializable learner) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(buffer)) {
            out.writeObject(learner);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new LearnerBlob(buffer.toByteArray());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String sha256() {
        return sha256;
    }

    /** What came of reading a blob. */
    public sealed interface Reading {
        /** @param learner Smile's GradientTreeBoost, RandomForest or IsolationForest */
        record Read(Object learner) implements Reading {}

        record Refused(String detail) implements Reading {}
    }

    /** Reads what was written under this checksum, and no class but Smile's and the JDK's plain ones. */
    public static Reading read(byte[] bytes, String registeredSha256) {
        String found = hash(bytes);
        if (!found.equals(registeredSha256)) {
            return new Reading.Refused("registered with SHA-256 " + registeredSha256 + ", found " + found);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(ALLOWED);
            return new Reading.Read(in.readObject());
        } catch (IOException | ClassNotFoundException e) {
            return new Reading.Refused(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }
}
