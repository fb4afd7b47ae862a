package org.assize.training;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assize.label.Label;
import org.assize.label.LabelSpans;
import org.assize.label.LabelsAsOf;
import org.assize.subject.SubjectKind;

/** Where a training takes its labels from: all that was ever told, or one snapshot and nothing else. */
interface Truth {

    /** The last word about an order. */
    record Word(boolean fraud, Instant knownAt, boolean byPeople) {
        static Word of(Label label) {
            return new Word(label.fraud(), label.knownAt(), label.byPeople());
        }
    }

    /** All that has been recorded: what was known then may have been recorded later. */
    Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

    /** The last word known at an instant, by order. */
    Map<String, Word> orders(Instant knownAt);

    LabelSpans.Sellers sellers(Instant knownAt);

    static Truth ofAll(LabelsAsOf labels, LabelSpans spans) {
        return new Truth() {
            @Override
            public Map<String, Word> orders(Instant knownAt) {
                Map<String, Word> words = new HashMap<>();
                labels.forEach(
                        knownAt,
                        EVER,
                        SubjectKind.ORDER,
                        label -> words.put(label.subject().id(), Word.of(label)));
                return words;
            }

            @Override
            public LabelSpans.Sellers sellers(Instant knownAt) {
                return spans.sellers(knownAt);
            }
        };
    }

    /** A snapshot holds the last word of each subject: one that was taken back since is not in it. */
    static Truth ofSnapshot(List<Label> frozen) {
        return new Truth() {
            @Override
            public Map<String, Word> orders(Instant knownAt) {
                Map<String, Word> words = new HashMap<>();
                frozen.stream()
                        .filter(label -> label.subject().kind() == SubjectKind.ORDER
                                && !label.knownAt().isAfter(knownAt))
                        .forEach(label -> words.put(label.subject().id(), Word.of(label)));
                return words;
            }

            @Override
            public LabelSpans.Sellers sellers(Instant knownAt) {
                return LabelSpans.sellers(frozen, knownAt);
            }
        };
    }
}
