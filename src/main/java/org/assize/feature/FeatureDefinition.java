package org.assize.feature;

import java.util.Locale;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * One number a model sees of a subject. Its words (name, definition, sentence for a reason) are in the bundle
 * {@code messages/feature} under {@link #textKey()}.
 *
 * @param name unique in its catalogue, never reused for another meaning: models remember it
 * @param key what the orders it looks at have in common; null when it looks at the subject alone
 * @param window how far it looks back; null when it has no window
 */
public record FeatureDefinition(
        String name,
        SubjectKind subject,
        FeatureFamily family,
        @Nullable OrderKey key,
        @Nullable Window window,
        FeatureUnit unit,
        MissingRule missing,
        Formula formula) {

    /** Where its words are: append {@code .name}, {@code .definition} or {@code .reason}. */
    public String textKey() {
        return formula instanceof Formula.Attribute(String _, var type, var part)
                ? "feature.attribute."
                        + (part == Formula.Part.GIVEN ? "given" : type.name().toLowerCase(Locale.ROOT))
                : "feature." + name;
    }

    public boolean isMissing(double value) {
        return missing == MissingRule.MINUS_ONE && value == missing.value();
    }
}
