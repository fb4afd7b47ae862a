package org.assize.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import org.assize.subject.SubjectBatch;
import org.assize.subject.SubjectTable;
import org.jspecify.annotations.Nullable;

/**
 * Mutations of the {@link Corpus} through the readers of files and of JSON, for as long as one likes; no part of the tests
 * (see CONTRIBUTING.md). Each property gets {@code -Dfuzz.minutes}, one when not given.
 */
class FeedFuzz {

    private static final long SEED = 20_260_301;
    private static final int LARGEST = 50_000;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final List<Member> FILES = Corpus.files(SEED).stream()
            .map(file -> new Member(file.feed(), file.mapping(), file.bytes().apply("fuzz-")))
            .filter(member -> member.bytes.length < LARGEST)
            .toList();
    private static final List<Member> OBJECTS = Corpus.records(SEED).stream()
            .map(record -> new Member(record.feed(), null, record.bytes().apply("fuzz-")))
            .filter(member -> member.bytes.length < LARGEST)
            .toList();

    /** What parsers stumble over. */
    private static final List<byte[]> PIECES = List.of(
            new byte[] {'"'},
            new byte[] {'"', '"'},
            new byte[] {','},
            new byte[] {'\n'},
            new byte[] {'\r'},
            new byte[] {0},
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {0x1f, (byte) 0x8b, 8},
            "\\ud800".getBytes(UTF_8),
            "\\u0000".getBytes(UTF_8),
            "{".getBytes(UTF_8),
            "}".getBytes(UTF_8),
            "[[[[[[[[".getBytes(UTF_8),
            ":".getBytes(UTF_8),
            "1e999999999999".getBytes(UTF_8),
            "-".getBytes(UTF_8),
            "\"attributes\":{\"n\":1E-2147483648},".getBytes(UTF_8),
            "\u202e\ufeff\u2028".getBytes(UTF_8));

    private record Member(Feed feed, @Nullable String mapping, byte[] bytes) {}

    /** One change; places are shares of the length. */
    private record Change(int kind, double place, double length, int piece) {
        byte[] of(byte[] bytes, List<Member> others) {
            int at = (int) (place * bytes.length);
            int end = Math.min(bytes.length, at + (int) (length * 40));
            return switch (kind) {
                case 0 -> join(bytes, at, new byte[] {(byte) piece}, Math.min(bytes.length, at + 1));
                case 1 -> join(bytes, at, new byte[0], end);
                case 2 -> join(bytes, end, java.util.Arrays.copyOfRange(bytes, at, end), end);
                case 3 -> join(bytes, at, PIECES.get(piece % PIECES.size()), at);
                default -> {
                    byte[] other = others.get(piece % others.size()).bytes;
                    int from = (int) (length * other.length);
                    yield join(bytes, at, java.util.Arrays.copyOfRange(other, from, other.length), end);
                }
            };
        }

        private static byte[] join(byte[] bytes, int to, byte[] middle, int from) {
            var joined = new ByteArrayOutputStream();
            joined.write(bytes, 0, to);
            joined.writeBytes(middle);
            joined.write(bytes, from, bytes.length - from);
            return joined.toByteArray();
        }
    }

    record Mutant(Feed feed, @Nullable String mapping, byte[] bytes) {
        @Override
        public String toString() {
            return feed + " " + mapping + " " + java.util.Base64.getEncoder().encodeToString(bytes);
        }
    }

    static final class UntilTheTimeIsUp implements AroundTryHook {

        private static final Duration EACH = Duration.ofMinutes(Long.getLong("fuzz.minutes", 1));
        private static final Map<String, Long> UNTIL = new ConcurrentHashMap<>();

        @Override
        public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
            long until =
                    UNTIL.computeIfAbsent(context.targetMethod().getName(), _ -> System.nanoTime() + EACH.toNanos());
            return System.nanoTime() > until ? TryExecutionResult.satisfied(true) : aTry.execute(parameters);
        }
    }

    @Provide
    Arbitrary<Mutant> files() {
        return mutants(FILES);
    }

    @Provide
    Arbitrary<Mutant> objects() {
        return mutants(OBJECTS);
    }

    private static Arbitrary<Mutant> mutants(List<Member> members) {
        Arbitrary<Change> changes = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.doubles().between(0, 1).ofScale(4),
                        Arbitraries.doubles().between(0, 1).ofScale(4),
                        Arbitraries.integers().between(0, 10_000))
                .as(Change::new);
        return Combinators.combine(
                        Arbitraries.integers().between(0, members.size() - 1),
                        changes.list().ofMinSize(1).ofMaxSize(8))
                .as((index, list) -> {
                    Member member = members.get(index);
                    byte[] bytes = member.bytes;
                    for (Change change : list) {
                        bytes = change.of(bytes, members);
                    }
                    return new Mutant(member.feed, member.mapping, bytes);
                });
    }

    @Property(tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(UntilTheTimeIsUp.class)
    void everyFileEndsInAnAnswer(@ForAll("files") Mutant file) throws IOException {
        long began = System.nanoTime();
        FeedMapping mapping = file.mapping() == null
                ? FeedMapping.identity(file.feed())
                : ((FeedMapping.Understood) FeedMapping.read(file.feed(), file.mapping())).mapping();
        try (var batches = new FileBatches(mapping, new ByteArrayInputStream(file.bytes()), 0)) {
            boolean ended = false;
            while (!ended) {
                switch (batches.next()) {
                    case FileBatches.Unfit(List<Complaint> complaints) -> {
                        assertThat(complaints).isNotEmpty().allSatisfy(FeedFuzz::inWords);
                        ended = true;
                    }
                    case FileBatches.Batch batch -> {
                        batch.rejects().forEach(FeedFuzz::inWords);
                        if (batch.end() instanceof CsvRows.Broken(Complaint why)) {
                            inWords(why);
                        }
                        ended = batch.end() != null;
                    }
                }
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST);
    }

    @Property(tries = Integer.MAX_VALUE, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(UntilTheTimeIsUp.class)
    void everyObjectIsReadOrRefusedInWords(@ForAll("objects") Mutant object) throws IOException {
        long began = System.nanoTime();
        read(object.feed(), JsonLines.whole(object.bytes()));
        var lines = new JsonLines(new ByteArrayInputStream(object.bytes()));
        for (List<JsonLine> piece = lines.next(); !piece.isEmpty(); piece = lines.next()) {
            read(object.feed(), piece);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST);
    }

    private static void read(Feed feed, List<JsonLine> lines) {
        switch (feed) {
            case SELLERS -> read(feed, RecordForm.SELLER, SubjectTable.SELLERS, lines);
            case ORDERS -> read(feed, RecordForm.ORDER, SubjectTable.ORDERS, lines);
            case OUTCOMES -> read(feed, RecordForm.OUTCOME, SubjectTable.OUTCOMES, lines);
        }
    }

    private static <T> void read(Feed feed, RecordForm<T> form, SubjectTable<T> table, List<JsonLine> lines) {
        var batch = new SubjectBatch<>(table);
        for (JsonLine line : lines) {
            switch (JsonFields.read(feed, form, line.line(), line.text(), Map.of())) {
                case Row.Read<T>(long _, T value) -> batch.add(value);
                case Row.Refused<T>(Reject reject) -> inWords(reject);
                case Row.NotSelected<T> _ -> throw new AssertionError("an object is always selected");
            }
        }
    }

    private static void inWords(Reject reject) {
        inWords(reject.complaint());
        assertThat(reject.line()).isPositive();
        assertThat(isText(reject.column()) && isText(reject.value())).isTrue();
    }

    private static void inWords(Complaint complaint) {
        assertThat(complaint.reason()).isNotEqualTo(Reason.BROKEN_HERE);
        assertThat(isText(complaint.sentence())).isTrue();
        assertThat(complaint.reason().sentence(List.of("1", "2"))).doesNotContainPattern(Corpus.INSIDE);
    }

    private static boolean isText(@Nullable String text) {
        return text == null
                || text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
