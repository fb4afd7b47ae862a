package org.assize.scoring;

import static org.assertj.core.api.Assertions.assertThat;

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
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "order-likely", 2, "amount", 500);
        champions.lookAgain();
        assertThat(chances.of(SubjectKind.ORDER, "order-likely", 0.1, 0.45)).isEqualTo(0.1);
        assertThat(chances.of(SubjectKind.ORDER, "order-unusual", 0.5, 0.45))
                .as("an isolation forest gives nearly everybody about a half")
                .isEqualTo(0.225);
        assertThat(chances.of(SubjectKind.ORDER, "order-unusual", 0.7, 1.0))
                .isEqualTo(chances.of(SubjectKind.ORDER, null, null, null));
    }
}
