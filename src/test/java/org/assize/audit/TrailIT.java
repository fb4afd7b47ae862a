package org.assize.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assize.casework.AddNote;
import org.assize.casework.Casebook;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
public class TrailIT {

    public record Link(long seq, String kind, UUID actorId, Instant at, String payload, byte[] prevHash, byte[] hash) {}

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    AddNote addNote;

    @Test
    void aChainProvesItselfToCodeThatSharesNothingWithItsWriter() throws Exception {
        Actor ada = book.person("Ada", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        List<Future<?>> writers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                writers.add(threads.submit(() -> addNote.add(ada, id, "written at once with others")));
            }
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        List<Link> chain = jdbi.withHandle(handle -> handle.createQuery("""
                        select seq, kind, actor_id, at, payload, prev_hash, hash from audit_event where case_id = :id order by seq""")
                .bind("id", id)
                .map(ConstructorMapper.of(Link.class))
                .list());
        assertThat(chain).hasSize(42);
        byte[] head = {};
        long seq = 0;
        for (Link link : chain) {
            assertThat(link.seq()).isEqualTo(++seq);
            assertThat(link.prevHash()).isEqualTo(head);
            assertThat(link.hash()).isEqualTo(hash("case:" + id, link));
            head = link.hash();
        }
        byte[] kept = jdbi.withHandle(handle -> handle.createQuery("select chain_head from fraud_case where id = :id")
                .bind("id", id)
                .mapTo(byte[].class)
                .one());
        assertThat(kept).isEqualTo(head);
    }

    private static byte[] hash(String chain, Link link) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeBytes("assize.audit.v1");
        sized(out, chain.getBytes(StandardCharsets.UTF_8));
        out.writeLong(link.seq());
        sized(out, link.prevHash());
        out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, link.at()));
        sized(out, link.kind().getBytes(StandardCharsets.UTF_8));
        out.writeLong(link.actorId().getMostSignificantBits());
        out.writeLong(link.actorId().getLeastSignificantBits());
        sized(out, link.payload().getBytes(StandardCharsets.UTF_8));
        return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    }

    private static void sized(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set payload = '{}'",
                "delete from audit_event",
                "truncate audit_event",
                "insert into audit_event (id, area, seq, kind, actor_id, at, payload, prev_hash, hash)"
                        + " values (uuidv7(), 'people', 999, 'x.y', '00000000-0000-7000-8000-000000000001', now(), '{}', '', '')",
                "select audit_link(uuidv7(), null, 'people', 999, '', 'x.y', '00000000-0000-7000-8000-000000000001', now(), '{}')",
                "update fraud_case set chain_head = ''",
                "update fraud_case set chain_seq = 0",
                "update audit_area set seq = 0",
                "delete from fraud_case",
                "update fraud_case set subject_id = 'other'",
                "delete from flag",
                "update flag set inclusion_probability = 1",
                "update note set body = ''",
                "update label set label = 'fraud'",
                "alter table audit_event disable trigger all"
            })
    void theApplicationCanNotTouchWhatWasWritten(String statement) {
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(statement)))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update assize.audit_event set payload = '{}'",
                "delete from assize.audit_event",
                "truncate assize.audit_event cascade",
                "delete from assize.label",
            })
    void notEvenTheOwnerRewritesItByAccident(String statement) {
        book.open(Casebook.seller());
        jdbi.useHandle(handle -> handle.execute("""
                insert into label (subject_kind, subject_id, label, source, lineage, known_at, recorded_at)
                values ('seller', ?, 'fraud', 'test', array [uuidv7()], now(), now())""", Ids.next().toString()));
        assertThatThrownBy(() -> Casebook.asOwner(handle -> handle.execute(statement)))
                .hasMessageContaining("insert-only");
    }

    @Test
    void anEventNeedsAnActorAndAChain() {
        assertThatThrownBy(() -> append(null, Actor.SYSTEM_ID)).hasMessageContaining("names no chain");
        UUID id = book.open(Casebook.seller());
        assertThatThrownBy(() -> append(id, null)).hasMessageContaining("has no actor");
    }

    private void append(@Nullable UUID caseId, @Nullable UUID actor) {
        jdbi.useHandle(
                handle -> handle.createQuery("select audit_append(uuidv7(), :case, null, 'x.y', :actor, now(), '{}')")
                        .bind("case", caseId)
                        .bind("actor", actor)
                        .mapTo(Long.class)
                        .one());
    }
}
