package org.assize.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static final Model MODEL = model(7);

    @Test
    void comesBackFromItsFileAsItWas() {
        Model back = loaded(Model.read(MODEL.bytes(), MODEL.sha256()));
        assertThat(back.bytes()).isEqualTo(MODEL.bytes());
        assertThat(back.sha256()).isEqualTo(MODEL.sha256());
        assertThat(back.facts()).containsExactlyEntriesOf(Map.of("algorithm", "boosting"));
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double[] x = FlatForestTest.randomVector(random, 4, true);
            assertThat(back.scoring().score(x)).isEqualTo(MODEL.scoring().score(x));
            assertThat(back.reasons(x, 3)).isEqualTo(MODEL.reasons(x, 3));
        }
    }

    @Test
    void sameModelMakesTheSameFile() {
        assertThat(model(7).sha256()).isEqualTo(MODEL.sha256());
        assertThat(model(8).sha256()).isNotEqualTo(MODEL.sha256());
    }

    @Property(tries = 300)
    void oneBitTurnedIsRefused(@ForAll @IntRange(max = 1 << 20) int where, @ForAll @IntRange(max = 7) int bit) {
        byte[] file = MODEL.bytes();
        file[where % file.length] ^= (byte) (1 << bit);
        assertThat(Model.read(file)).isInstanceOf(Loading.ModelRefused.class);
    }

    @Property(tries = 100)
    void cutOffIsRefused(@ForAll @IntRange(max = 1 << 20) int length) {
        byte[] file = Arrays.copyOf(MODEL.bytes(), length % MODEL.bytes().length);
        assertThat(cause(Model.read(file))).isIn(Loading.Cause.FOREIGN, Loading.Cause.TRUNCATED);
    }

    @Test
    void lengthenedIsRefused() {
        assertThat(cause(Model.read(Arrays.copyOf(MODEL.bytes(), MODEL.bytes().length + 1))))
                .isEqualTo(Loading.Cause.TRUNCATED);
    }

    @Test
    void foreignFileIsRefused() {
        assertThat(cause(Model.read("PK\3\4 some archive".getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(Loading.Cause.FOREIGN);
        assertThat(cause(Model.read(new byte[0]))).isEqualTo(Loading.Cause.FOREIGN);
    }

    @Test
    void anotherModelThanTheRegisteredOneIsRefused() {
        assertThat(cause(Model.read(model(8).bytes(), MODEL.sha256()))).isEqualTo(Loading.Cause.ALTERED);
    }

    @Test
    void laterVersionIsRefused() {
        byte[] file = MODEL.bytes();
        ByteBuffer.wrap(file).putInt(8, 3);
        assertThat(cause(Model.read(signed(file)))).isEqualTo(Loading.Cause.UNKNOWN_VERSION);
    }

    /** Whoever can write the file can sign it anew; the probe and the structure are what is left. */
    @Property(tries = 300)
    void signedAnewItEitherScoresAsBeforeOrIsRefused(@ForAll @IntRange(max = 1 << 20) int where, @ForAll byte to) {
        byte[] file = MODEL.bytes();
        file[16 + where % (file.length - 48)] = to;
        if (Model.read(signed(file)) instanceof Loading.ModelLoaded(Model model)) {
            assertThat(model.scoring().score(new double[4])).isBetween(0.0, 1.0);
        }
    }

    @Test
    void leafThatIsNoNumberIsRefused() {
        byte[] file = MODEL.bytes();
        ByteBuffer.wrap(file).putDouble(offsetOf(file, LEAF), Double.NaN);
        assertThat(cause(Model.read(signed(file)))).isEqualTo(Loading.Cause.NOT_FINITE);
    }

    @Test
    void changedLeafIsCaughtByTheProbe() {
        byte[] file = MODEL.bytes();
        ByteBuffer.wrap(file).putDouble(offsetOf(file, LEAF), 0.5);
        assertThat(cause(Model.read(signed(file)))).isEqualTo(Loading.Cause.UNEQUAL);
    }

    @Test
    void scoreThatIsNoProbabilityIsRefused() {
        FlatForest forest = FlatForestTest.stump(Link.PROBABILITY, 10, 0.2, 1.9, 3, 1, -5);
        Model model = Model.of(forest, new double[][] {{1}, {5}, {20}, {30}}, Map.of());
        assertThat(cause(Model.read(model.bytes()))).isEqualTo(Loading.Cause.NOT_FINITE);
    }

    @Test
    void whatStandsForAMissingValueIsNeitherUsualNorAValue() {
        double[][] rows = IntStream.rangeClosed(0, 200)
                .mapToObj(i -> new double[] {i <= 100 ? i : -1})
                .toArray(double[][]::new);
        Model model = Model.of(FlatForestTest.stump(Link.PROBABILITY, 90, 0.1, 0.9, 191, 10, -1), rows, Map.of());
        Reason known = model.reasons(new double[] {97}, 5).getFirst();
        assertThat(known.usualLow()).isEqualTo(5);
        assertThat(known.percentile()).isCloseTo(97, within(1e-9));
        for (double missing : new double[] {-1, Double.NaN}) {
            Reason unknown = model.reasons(new double[] {missing}, 5).getFirst();
            assertThat(unknown.value()).isNaN();
            assertThat(unknown.percentile()).isNaN();
            assertThat(unknown.contribution()).isNotZero();
        }
    }

    @Test
    void reasonsSayWhatIsUsual() {
        double[][] rows =
                IntStream.rangeClosed(0, 100).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        Model model = Model.of(FlatForestTest.stump(Link.PROBABILITY, 90, 0.1, 0.9, 91, 10, -10), rows, Map.of());
        List<Reason> reasons = model.reasons(new double[] {97}, 5);
        assertThat(reasons).hasSize(1);
        Reason reason = reasons.getFirst();
        assertThat(reason.feature()).isEqualTo("amount");
        assertThat(reason.usualLow()).isEqualTo(5);
        assertThat(reason.usualHigh()).isEqualTo(95);
        assertThat(reason.percentile()).isCloseTo(97, within(1e-9));
        assertThat(reason.contribution()).isCloseTo(0.9 - (91 * 0.1 + 10 * 0.9) / 101, within(1e-12));
        assertThat(model.percentile(0.9)).isGreaterThan(90);
        assertThat(model.reasons(new double[] {Double.NaN}, 5).getFirst().percentile())
                .isNaN();
    }

    @Test
    void aScoreIsComparedWithThoseOfLaterRows() {
        double[] later =
                IntStream.range(0, 100_000).mapToDouble(i -> i / 200_000.0).toArray();
        Model model = MODEL.comparedWith(later);
        assertThat(model.percentile(0.25)).isCloseTo(50, within(0.01));
        assertThat(model.percentile(0.6)).isEqualTo(100);
        assertThat(model.facts()).isEqualTo(MODEL.facts());
        assertThat(model.sha256()).as("another file").isNotEqualTo(MODEL.sha256());
        Model back = loaded(Model.read(model.bytes(), model.sha256()));
        assertThat(back.scoring().score(new double[4]))
                .isEqualTo(MODEL.scoring().score(new double[4]));
        for (double score : new double[] {0, 0.1, 0.4949, 0.49951, 0.5, 1}) {
            assertThat(back.percentile(score)).isEqualTo(model.percentile(score));
        }
        assertThat(MODEL.comparedWith(new double[0])).isSameAs(MODEL);
    }

    /** Ten cases a day of a hundred thousand orders: far beyond the last of a thousand quantiles. */
    @Test
    void theHighestScoresAreToldApartOneByOne() {
        double[] later = new double[100_000];
        for (int i = 0; i < later.length; i++) {
            // a few far above all others: what lies between is no straight line
            later[i] = i < 99_990 ? i / 1_000_000.0 : 0.5 + (i - 99_990) / 100.0;
        }
        Model model = MODEL.comparedWith(later);
        double share = 10 / 100_000.0;
        assertThat(Arrays.stream(later).filter(score -> model.percentile(score) / 100 >= 1 - share))
                .hasSize(10);
        assertThat(model.scoreAt(1 - share)).isBetween(0.0999, 0.5);
        double before = -1;
        for (double score : later) {
            assertThat(model.percentile(score)).isGreaterThanOrEqualTo(before);
            before = model.percentile(score);
        }
    }

    @Test
    void aFileOfTheFirstVersionIsStillRead() {
        byte[] file = MODEL.bytes();
        int highest = Long.BYTES + Integer.BYTES + 500 * Double.BYTES;
        byte[] first = Arrays.copyOf(file, file.length - highest);
        ByteBuffer.wrap(first).putInt(8, 1).putInt(12, first.length - 48);
        Model back = loaded(Model.read(signed(first)));
        assertThat(back.scoring().score(new double[4]))
                .isEqualTo(MODEL.scoring().score(new double[4]));
        assertThat(back.percentile(0.01)).isCloseTo(MODEL.percentile(0.01), within(0.3));
        assertThat(back.sha256()).as("the file stays as it was registered").isNotEqualTo(MODEL.sha256());
    }

    private static final double LEAF = -0.123456789;

    private static Model model(long seed) {
        Random random = new Random(seed);
        FlatForest.Builder builder = FlatForest.builder(
                Link.LOG_ODDS, List.of("a", "b", "c", "d"), new double[] {-1, -1, -1, -1}, -2.0 - (double) seed);
        for (int t = 0; t < 5; t++) {
            builder.tree();
            int split = builder.split(t % 4, random.nextInt(5), 10);
            builder.leaf(t == 0 ? LEAF : random.nextGaussian(), 6);
            builder.right(split);
            builder.leaf(random.nextGaussian(), 4);
        }
        double[][] rows = IntStream.range(0, 500)
                .mapToObj(i -> FlatForestTest.randomVector(random, 4, true))
                .toArray(double[][]::new);
        return Model.of(builder.build(), rows, Map.of("algorithm", "boosting"));
    }

    private static int offsetOf(byte[] file, double number) {
        ByteBuffer buffer = ByteBuffer.wrap(file);
        for (int i = 0; i + Double.BYTES <= file.length; i++) {
            if (buffer.getDouble(i) == number) {
                return i;
            }
        }
        throw new AssertionError("not in the file: " + number);
    }

    private static byte[] signed(byte[] file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(file, file.length - 32));
            System.arraycopy(hash, 0, file, file.length - 32, 32);
            return file;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Model loaded(Loading loading) {
        return switch (loading) {
            case Loading.ModelLoaded(Model model) -> model;
            case Loading.ModelRefused refused -> throw new AssertionError(refused);
        };
    }

    private static Loading.Cause cause(Loading loading) {
        return switch (loading) {
            case Loading.ModelLoaded _ -> throw new AssertionError("it was loaded");
            case Loading.ModelRefused(Loading.Cause cause, String detail) -> {
                assertThat(detail).isNotBlank();
                yield cause;
            }
        };
    }
}
