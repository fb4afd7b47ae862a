package org.assize.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EvidenceIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    AttachEvidence attachEvidence;

    @Inject
    DownloadEvidence downloadEvidence;

    @Inject
    CaseEvidence caseEvidence;

    private static byte[] png(String what) {
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        byte[] rest = what.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(signature, signature.length + rest.length);
        System.arraycopy(rest, 0, all, signature.length, rest.length);
        return all;
    }

    private static String refusal(AttachEvidence.Result result) {
        return ((AttachEvidence.Invalid) result).errors().getFirst().rule();
    }

    @Test
    void aFileComesBackAsItWentInAndTheTrailProvesItsBytes() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        byte[] content = png("a shop front " + id);
        var attached = ((AttachEvidence.Attached) attachEvidence.attach(ada, id, "..\\shop.png", content)).evidence();
        assertThat(attached.fileName()).isEqualTo("shop.png");
        assertThat(attached.kind()).isEqualTo(FileKind.PNG);
        assertThat(attached.bytes()).isEqualTo(content.length);
        assertThat(attached.attachedBy()).isEqualTo("Ada");
        assertThat(caseEvidence.of(ada, id)).containsExactly(attached);
        assertThat(caseEvidence.open(ada, attached.id()).orElseThrow().content())
                .isEqualTo(content);
        assertThat(book.trail(id)).contains("evidence.attached").doesNotContain("evidence.downloaded");

        assertThat(downloadEvidence.download(ada, attached.id()).orElseThrow().content())
                .isEqualTo(content);
        assertThat(book.trail(id)).contains("evidence.downloaded");
        assertThat(book.payload(id, "evidence.attached"))
                .contains(attached.sha256())
                .doesNotContain("shop.png");
        assertThat(downloadEvidence.download(ada, UUID.randomUUID())).isEmpty();
    }

    @Test
    void whatIsNoEvidenceIsNotTakenWhateverItIsCalled() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        assertThat(refusal(attachEvidence.attach(ada, id, "holiday.png", new byte[] {'M', 'Z', (byte) 0x90, 0})))
                .isEqualTo("kind");
        assertThat(refusal(attachEvidence.attach(ada, id, "archive.csv", new byte[] {'P', 'K', 3, 4})))
                .isEqualTo("kind");
        assertThat(refusal(attachEvidence.attach(ada, id, "nothing.txt", new byte[0])))
                .isEqualTo("empty");
        byte[] large = Arrays.copyOf(png("large"), Evidence.LARGEST + 1);
        assertThat(refusal(attachEvidence.attach(ada, id, "large.png", large))).isEqualTo("too_large");
        assertThat(attachEvidence.attach(ada, UUID.randomUUID(), "a.txt", new byte[] {'a'}))
                .isEqualTo(new AttachEvidence.NoSuchCase());
        assertThat(caseEvidence.of(ada, id)).isEmpty();
        assertThat(book.trail(id)).doesNotContain("evidence.attached");

        byte[] largest = Arrays.copyOf(png("largest " + id), Evidence.LARGEST);
        assertThat(attachEvidence.attach(ada, id, "largest.png", largest)).isInstanceOf(AttachEvidence.Attached.class);
    }

    @Test
    void theSameFileIsKeptOnceAndRecognisedInOtherCases() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lin = book.person("Lin", Role.INVESTIGATOR);
        UUID first = book.open(Casebook.seller());
        UUID second = book.open(Casebook.seller());
        byte[] content = png("a passport " + first);
        var before = ((AttachEvidence.Attached) attachEvidence.attach(ada, first, "a.png", content)).evidence();
        assertThat(attachEvidence.attach(lin, first, "b.png", content))
                .isEqualTo(new AttachEvidence.AlreadyThere(before));
        var other = ((AttachEvidence.Attached) attachEvidence.attach(lin, second, "c.png", content)).evidence();
        long number = jdbi.withHandle(handle -> handle.createQuery("select number from fraud_case where id = :id")
                .bind("id", first)
                .mapTo(Long.class)
                .one());
        assertThat(other.elsewhere()).containsExactly(number);
        assertThat(book.count("select count(*) from evidence_content where sha256 = decode(?, 'hex')", before.sha256()))
                .isOne();
    }

    @Test
    void twoWhoAttachTheSameFileAtOnceAttachItOnce() throws Exception {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        byte[] content = png("at once " + id);
        try (var people = Executors.newFixedThreadPool(6)) {
            List<AttachEvidence.Result> results = people
                    .invokeAll(IntStream.range(0, 6)
                            .<Callable<AttachEvidence.Result>>mapToObj(
                                    i -> () -> attachEvidence.attach(ada, id, i + ".png", content))
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
            assertThat(results)
                    .filteredOn(AttachEvidence.Attached.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(AttachEvidence.AlreadyThere.class::isInstance)
                    .hasSize(5);
        }
    }

    @Test
    void whoMayOnlyReadLooksAndSavesButAttachesNothing() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var omar = book.person("Omar", Role.AUDITOR);
        var feed = book.person("Feed", Role.SERVICE);
        UUID id = book.open(Casebook.seller());
        var evidence = ((AttachEvidence.Attached)
                        attachEvidence.attach(ada, id, "chat.txt", "hello".getBytes(StandardCharsets.UTF_8)))
                .evidence();
        assertThat(downloadEvidence.download(omar, evidence.id())).isPresent();
        assertThatThrownBy(() -> attachEvidence.attach(omar, id, "a.txt", new byte[] {'a'}))
                .isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> caseEvidence.of(feed, id)).isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> caseEvidence.open(feed, evidence.id())).isInstanceOf(NotPermitted.class);
    }

    @Test
    void whatIsKeptCanNotBeChanged() {
        for (String sql : List.of(
                "update evidence_content set content = 'x'",
                "delete from evidence_content",
                "update evidence set file_name = 'x'",
                "delete from evidence")) {
            assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(sql)))
                    .hasMessageContaining("permission denied");
        }
    }
}
