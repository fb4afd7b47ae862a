package org.assize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Permission;
import org.assize.security.Role;
import org.assize.subject.AttributeType;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SavedMappingsIT {

    @Inject
    SaveMapping save;

    @Inject
    SavedMappings saved;

    @Inject
    Jdbi jdbi;

    private static FeedMapping frauds(String source) {
        return new FeedMapping(
                Feed.OUTCOMES,
                Map.of(Target.SUBJECT_ID, "TRANSACTION_ID", Target.KNOWN_AT, "TX_DATETIME", Target.OUTCOME, "TX_FRAUD"),
                Map.of(Target.SUBJECT_KIND, "order", Target.SOURCE, source),
                ZoneId.of("Europe/Berlin"),
                "yyyy-MM-dd HH:mm:ss",
                Map.of(),
                Set.of("TX_AMOUNT"),
                Map.of("TX_FRAUD", "1"),
                Map.of(Target.KNOWN_AT, Duration.ofDays(7)),
                Map.of(Target.OUTCOME, Map.of("1", "fraud", "0", "legitimate")));
    }

    private long saidInTheTrail() {
        return jdbi.withHandle(handle -> handle.select(
                        "select count(*) from audit_event where kind = 'mapping.saved' and cast(payload as jsonb) ->> 'feed' = 'outcomes'")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void aMappingComesBackAsItWasSavedAndTheSameNameReplacesIt() {
        long before = saidInTheTrail();
        assertThat(save.save(Actor.SYSTEM, "  Frauds / monthly ", frauds("first")))
                .isEqualTo(new SaveMapping.Saved(false));
        assertThat(save.save(Actor.SYSTEM, "Frauds / monthly", frauds("second")))
                .isEqualTo(new SaveMapping.Saved(true));
        assertThat(saved.of(Actor.SYSTEM, Feed.OUTCOMES, "", 10))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.name()).isEqualTo("Frauds / monthly");
                    assertThat(kept.mapping()).isEqualTo(frauds("second"));
                    assertThat(kept.savedBy()).isEqualTo("Assize");
                });
        assertThat(saved.of(Actor.SYSTEM, Feed.SELLERS, "", 10)).isEmpty();
        assertThat(saidInTheTrail() - before).isEqualTo(2);
    }

    @Test
    void aNameMustBeOneThatCanBeRead() {
        var identity = FeedMapping.identity(Feed.SELLERS);
        assertThat(save.save(Actor.SYSTEM, "  ", identity)).isInstanceOf(SaveMapping.NameRefused.class);
        assertThat(save.save(Actor.SYSTEM, "a\u202Eb", identity)).isInstanceOf(SaveMapping.NameRefused.class);
        assertThat(save.save(Actor.SYSTEM, "x".repeat(81), identity)).isInstanceOf(SaveMapping.NameRefused.class);
    }

    @Test
    void aMappingThatContradictsItselfIsNotKept() {
        var contradicting = new FeedMapping(
                Feed.SELLERS,
                Map.of(Target.SELLER_ID, "id"),
                Map.of(),
                ZoneId.of("UTC"),
                null,
                Map.of("id", AttributeType.TEXT),
                Set.of("id"),
                Map.of(),
                Map.of(),
                Map.of());
        assertThat(save.save(Actor.SYSTEM, "contradicting", contradicting))
                .isInstanceOf(SaveMapping.MappingRefused.class);
    }

    @Test
    void onlyThoseWhoSendFeedsKeepMappings() {
        var lead = new Actor.SignedIn(UUID.randomUUID(), "Lea", Set.of(Role.LEAD));
        assertThat(lead.may(Permission.READ_FEEDS)).isTrue();
        assertThatThrownBy(() -> save.save(lead, "x", FeedMapping.identity(Feed.SELLERS)))
                .isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> saved.of(lead, Feed.SELLERS, "", 10)).isInstanceOf(NotPermitted.class);
    }
}
