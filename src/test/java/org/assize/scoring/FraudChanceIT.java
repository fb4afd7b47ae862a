package org.assize.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.assize.TestDatabase;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class FraudChanceIT {

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    FraudChance chances;

    @Test
    void howUnusualIsNotHowLikely() {
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "order-unusual", 1, Link.PATH_LENGTH, "amount", 500);
        champions.lookAgain();
        assertThat(chances.of(SubjectKind.ORDER, "order-unusual", 0.5, 0.45))
                .as("an isolation forest gives nearly everybody about a half")
                .isEqualTo(0.225);
        assertThat(chances.of(SubjectKind.ORDER, "order-unusual", 0.7, 1.0))
                .isEqualTo(chances.of(SubjectKind.ORDER, null, null, null));

        ModelByHand.crown(jdbi, SubjectKind.ORDER, "order-likely", 2, "amount", 500);
        champions.lookAgain();
        assertThat(chances.of(SubjectKind.ORDER, "order-likely", 0.1, 0.45)).isEqualTo(0.1);
        double expected = 0.9 * 0.1 + 0.1 * 0.9;
        assertThat(chances.of(SubjectKind.ORDER, "order-unusual", 0.99, 1.0))
                .as("the most unusual of a retired model weigh what the champion expects of anybody")
                .isCloseTo(expected, within(1e-9));
        assertThat(chances.of(SubjectKind.ORDER, "order-unusual", 0.99, 0.5)).isCloseTo(expected / 2, within(1e-9));
        assertThat(chances.ranksOnly(SubjectKind.ORDER, "order-unusual")).isTrue();
        assertThat(chances.ranksOnly(SubjectKind.ORDER, "order-likely")).isFalse();
    }
}
