package org.assize.training;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * A model as the registry knows it.
 *
 * @param options by name
 * @param trainedOn windows, rows and what was known: {@code trainFrom}, {@code trainUntil}, {@code asOf}, {@code rows},
 *     {@code frauds}, {@code snapshot}
 * @param report how it did on later days; absent where there were none with fraud, as for a first model
 * @param sha256 of the file that scoring reads, in hexadecimal
 * @param champion whether it flags now
 */
public record ModelVersion(
        String version,
        SubjectKind kind,
        String algorithm,
        Map<String, Double> options,
        long seed,
        List<String> features,
        Map<String, Object> trainedOn,
        @Nullable ModelReport report,
        String sha256,
        String smileVersion,
        String createdBy,
        Instant createdAt,
        boolean champion) {}
