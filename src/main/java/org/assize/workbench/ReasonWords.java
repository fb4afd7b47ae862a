package org.assize.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.FeatureDefinition;
import org.assize.feature.FeatureTexts;
import org.assize.feature.FeatureUnit;
import org.assize.feature.Features;
import org.assize.platform.ui.Texts;
import org.assize.scoring.Reason;
import org.assize.subject.SubjectKind;

/** Reasons in sentences of the reader's language, with the value and what is usual. */
@ApplicationScoped
public class ReasonWords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Features features;

    ReasonWords(Features features) {
        this.features = features;
    }

    /**
     * One reason as it is told.
     *
     * @param sentence says the value
     * @param usual the range of 90 of 100 peers; empty where nothing is usual
     */
    public record Told(Reason reason, String sentence, String usual) {

        /** Whether the value can be drawn among what is usual. */
        public boolean isMeasured() {
            return !usual.isEmpty() && Double.isFinite(reason.value());
        }
    }

    public List<Told> tell(SubjectKind kind, List<Reason> reasons, Locale language) {
        return tell(features.catalog(kind), reasons, language);
    }

    /** @param catalog that has the features of the model that gives these reasons */
    public List<Told> tell(FeatureCatalog catalog, List<Reason> reasons, Locale language) {
        FeatureTexts words = new FeatureTexts(language, features.options());
        return reasons.stream()
                .map(reason -> tell(catalog, words, reason, language))
                .toList();
    }

    private static Told tell(FeatureCatalog catalog, FeatureTexts words, Reason reason, Locale language) {
        if (!catalog.has(reason.feature())) {
            // A model remembers features that this release no longer computes.
            return new Told(reason, reason.feature(), "");
        }
        FeatureDefinition feature = catalog.feature(reason.feature());
        String sentence = Double.isNaN(reason.value()) || feature.isMissing(reason.value())
                ? Texts.in(language, "workbench.why.unknown", words.name(feature))
                : words.reason(feature, reason.value());
        // of a yes or no, or of a word, no range is usual
        boolean measured = feature.unit() != FeatureUnit.FLAG && feature.unit() != FeatureUnit.BUCKET;
        boolean hasUsual = measured
                && Double.isFinite(reason.usualLow())
                && Double.isFinite(reason.usualHigh())
                && !feature.isMissing(reason.usualLow());
        String low = hasUsual ? words.value(feature, reason.usualLow()) : "";
        String high = hasUsual ? words.value(feature, reason.usualHigh()) : "";
        String usual = !hasUsual
                ? ""
                : low.equals(high)
                        ? Texts.in(language, "workbench.why.usualOne", low)
                        : Texts.in(language, "workbench.why.usual", low, high);
        return new Told(reason, sentence, usual);
    }

    /**
     * Reads the reasons that a flag keeps.
     *
     * @throws IllegalArgumentException when it is no JSON
     */
    public static List<Reason> read(String json) {
        List<Reason> reasons = new ArrayList<>();
        try {
            for (JsonNode one : JSON.readTree(json)) {
                reasons.add(new Reason(
                        one.path("feature").asText(),
                        number(one, "value"),
                        number(one, "contribution"),
                        number(one, "usualLow"),
                        number(one, "usualHigh"),
                        number(one, "percentile")));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("reasons of a flag are no JSON: " + json.length() + " characters", e);
        }
        return reasons;
    }

    private static double number(JsonNode from, String field) {
        return from.path(field).asDouble(Double.NaN);
    }
}
