package org.assize.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelSpansTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant EVER = Instant.parse("2027-01-01T00:00:00Z");

    private final List<Label> told = new ArrayList<>();

    private void tell(boolean fraud, String source, @Nullable Integer occurred, int known) {
        told.add(new Label(
                SubjectRef.seller("s"),
                fraud,
                null,
                null,
                source,
                List.of(),
                occurred == null ? null : day(occurred),
                day(known),
                null,
                null,
                false,
                true,
                null,
                null));
    }

    private static Instant day(int number) {
        return MAY.plus(Duration.ofDays(number));
    }

    private LabelSpans.@Nullable Said on(int day) {
        return LabelSpans.sellers(told, EVER).on("s", day(day), day(day + 1));
    }

    private boolean fraudOn(int day) {
        LabelSpans.Said said = on(day);
        return said != null && said.fraud();
    }

    @Test
    void aChargebackSpeaksOfItsDayABanOfAMonthAVerdictOfTwoWeeks() {
        tell(true, "outcome:chargeback", 3, 20);
        tell(true, Label.VERDICT, 60, 61);
        tell(true, "outcome:platform_ban", null, 150);
        assertThat(fraudOn(3)).isTrue();
        assertThat(fraudOn(4)).isFalse();
        assertThat(fraudOn(54)).isTrue();
        assertThat(fraudOn(66)).isTrue();
        assertThat(fraudOn(67)).isFalse();
        assertThat(fraudOn(121)).isTrue();
        assertThat(fraudOn(119)).isFalse();
    }

    @Test
    void honestInAugustTakesNothingBackOfMay() {
        tell(true, "outcome:chargeback", 3, 20);
        tell(false, Label.VERDICT, 95, 96);
        assertThat(fraudOn(3)).isTrue();
        assertThat(on(95)).isEqualTo(new LabelSpans.Said(false, true));
    }

    @Test
    void theLastWordOfATimeReplacesTheEarlierOne() {
        tell(true, Label.VERDICT, 30, 31);
        tell(false, Label.VERDICT, 30, 40);
        assertThat(fraudOn(30)).isFalse();
        assertThat(LabelSpans.sellers(told, day(35)).on("s", day(30), day(31)))
                .as("then")
                .isEqualTo(new LabelSpans.Said(true, true));
    }

    @Test
    void liftingABanTakesTheBanBackHoweverLate() {
        tell(true, "outcome:chargeback", 3, 10);
        tell(true, "outcome:platform_ban", null, 40);
        tell(false, "outcome:ban_lifted", null, 120);
        assertThat(fraudOn(35)).isFalse();
        assertThat(fraudOn(3)).isTrue();
    }

    @Test
    void whoIsKnownIsKnownFromThenOn() {
        tell(true, "outcome:chargeback", 3, 20);
        LabelSpans.Sellers sellers = LabelSpans.sellers(told, EVER);
        assertThat(sellers.knownAsFraud("s", day(0), day(19))).isFalse();
        assertThat(sellers.knownAsFraud("s", day(0), day(20))).isTrue();
        assertThat(sellers.knownAsFraud("s", day(10), day(20)))
                .as("what it did before")
                .isFalse();
    }
}
