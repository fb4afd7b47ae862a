package org.assize.scoring;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assize.platform.Sha256;

/**
 * A forest with what is needed to use it: how its features lay in training and its scores on later rows, facts about its
 * making, and a probe.
 *
 * <p>The file, all numbers big-endian, texts as {@link DataOutputStream#writeUTF}:
 *
 * <pre>
 * "ASSIZEMF"             8 bytes
 * version                int, 2; the first lacks the highest scores
 * length of the body     int
 * body                   link text; features int, each: name text, missing value double, 101 quantiles double
 *                        scores: 1001 quantiles double
 *                        base double; trees int, each: nodes int; then of every node: feature int (-1 leaf),
 *                        number double (threshold or leaf value), right child int (from the first node of the forest),
 *                        cover double
 *                        probe vectors int, each: a double per feature, the sum of the leaves double
 *                        facts int, each: key text, value text
 *                        rows scored long, the highest scores int, each double
 * SHA-256                32 bytes, of everything before it
 * </pre>
 *
 * Java serialisation is not involved. The same model gives the same bytes.
 */
public final class Model {
    private static final byte[] MAGIC = "ASSIZEMF".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 2;
    private static final int HEAD = MAGIC.length + 2 * Integer.BYTES;
    private static final int HASH = 32;
    private static final int FEATURE_POINTS = 101;

    private final FlatForest forest;
    private final List<Spread> spreads;
    private final ScoreSpread scores;
    private final double[][] probe;
    private final SortedMap<String, String> facts;
    private final byte[] bytes;
    private final String sha256;

    private Model(
            FlatForest forest,
            List<Spread> spreads,
            ScoreSpread scores,
            double[][] probe,
            SortedMap<String, String> facts,
            Optional<byte[]> bytes) {
        this.forest = forest;
        this.spreads = spreads;
        this.scores = scores;
        this.probe = probe;
        this.facts = Collections.unmodifiableSortedMap(facts);
        this.bytes = bytes.orElseGet(this::write);
        sha256 = HexFormat.of().formatHex(hash(this.bytes, this.bytes.length));
    }

    /**
     * A model of a forest and the rows it was trained on (missing values NaN, or what the forest has in their place), of which only quantiles are kept. The probe
     * are made-up vectors of those quantiles, among them the all-missing one. A score's percentile is that among those rows
     * until {@link #comparedWith} names better ones.
     *
     * @param facts about the making: algorithm, options, seed, snapshot, version of the learner
     */
    public static Model of(FlatForest forest, double[][] rows, Map<String, String> facts) {
        int p = forest.features().size();
        List<Spread> spreads = IntStream.range(0, p)
                .mapToObj(f -> Spread.of(
                        Arrays.stream(rows)
                                .mapToDouble(r -> known(forest, f, r[f]))
                                .toArray(),
                        FEATURE_POINTS))
                .toList();
        double[] scores = new double[rows.length];
        forest.score(rows, scores);
        return new Model(
                forest, spreads, ScoreSpread.of(scores), probe(spreads), new TreeMap<>(facts), Optional.empty());
    }

    /**
     * The same model, its scores compared with these, which it gave to later rows: it scores the frauds that it learnt from
     * higher than any that come after, and a threshold among those would let too few through. The same where there are none.
     */
    public Model comparedWith(double[] laterScores) {
        return laterScores.length == 0
                ? this
                : new Model(forest, spreads, ScoreSpread.of(laterScores), probe, facts, Optional.empty());
    }

    /** Every seventh quantile of each feature in turn, out of step with its neighbours, and the vector without values. */
    private static double[][] probe(List<Spread> spreads) {
        double[][] probe = new double[32][spreads.size()];
        for (int i = 0; i < probe.length - 1; i++) {
            for (int f = 0; f < spreads.size(); f++) {
                probe[i][f] = spreads.get(f).quantile((i * 7 + f * 37) % FEATURE_POINTS / (FEATURE_POINTS - 1.0));
            }
        }
        Arrays.fill(probe[probe.length - 1], Double.NaN);
        return probe;
    }

    /** The value, NaN when it is missing or stands for one that is. */
    private static double known(FlatForest forest, int feature, double value) {
        return value == forest.missing(feature) ? Double.NaN : value;
    }

    public ScoringModel scoring() {
        return forest;
    }

    public FlatForest forest() {
        return forest;
    }

    /** Facts about the making, sorted by key. */
    public SortedMap<String, String> facts() {
        return facts;
    }

    /** The file. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Of the file, in lower-case hex: the model's identity. */
    public String sha256() {
        return sha256;
    }

    public Spread spread(int feature) {
        return spreads.get(feature);
    }

    /** Where a score lies among those it is compared with, 0..100: the share that is lower, and half of what is equal. */
    public double percentile(double score) {
        return scores.percentile(score);
    }

    /** The score below which this share of those it is compared with lies; {@code share} in 0..1. */
    public double scoreAt(double share) {
        return scores.at(share);
    }

    /** The features that moved this vector's score most, either way, the largest first. */
    public List<Reason> reasons(double[] vector, int limit) {
        double[] contributions = forest.contributions(vector);
        return IntStream.range(0, contributions.length)
                .filter(f -> contributions[f] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer f) -> -Math.abs(contributions[f])))
                .limit(limit)
                .map(f -> {
                    double value = known(forest, f, vector[f]);
                    Spread spread = spreads.get(f);
                    return new Reason(
                            forest.features().get(f),
                            value,
                            contributions[f],
                            spread.usualLow(),
                            spread.usualHigh(),
                            spread.percentile(value));
                })
                .toList();
    }

    /** Reads a model's file as {@link #read(byte[])} does, and refuses any other than the registered one. */
    public static Loading read(byte[] file, String registeredSha256) {
        String found = HexFormat.of().formatHex(hash(file, file.length));
        return found.equals(registeredSha256)
                ? read(file)
                : new Loading.ModelRefused(
                        Loading.Cause.ALTERED, "registered with SHA-256 " + registeredSha256 + ", found " + found);
    }

    /** Reads a model's file, checks it whole and lets it score its own probe before anybody may use it. */
    public static Loading read(byte[] file) {
        if (file.length < MAGIC.length || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Loading.ModelRefused(Loading.Cause.FOREIGN, "no model file: it does not begin with ASSIZEMF");
        }
        if (file.length < HEAD + HASH) {
            return new Loading.ModelRefused(Loading.Cause.TRUNCATED, "only " + file.length + " bytes");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, MAGIC.length, file.length))) {
            int version = in.readInt();
            if (version < 1 || version > VERSION) {
                return new Loading.ModelRefused(
                        Loading.Cause.UNKNOWN_VERSION, "version " + version + ", not up to " + VERSION);
            }
            long length = in.readInt();
            if (length != (long) file.length - HEAD - HASH) {
                return new Loading.ModelRefused(
                        Loading.Cause.TRUNCATED,
                        "a body of " + length + " bytes announced, " + (file.length - HEAD - HASH) + " there");
            }
            byte[] hash = Arrays.copyOfRange(file, file.length - HASH, file.length);
            if (!MessageDigest.isEqual(hash, hash(file, file.length - HASH))) {
                return new Loading.ModelRefused(Loading.Cause.ALTERED, "its own SHA-256 does not match its bytes");
            }
            return body(in, version, file);
        } catch (FlatForest.NotFinite e) {
            return new Loading.ModelRefused(Loading.Cause.NOT_FINITE, String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            return new Loading.ModelRefused(Loading.Cause.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static Loading body(DataInputStream in, int version, byte[] file) throws IOException {
        Link link = Link.valueOf(in.readUTF());
        int p = count(in, FEATURE_POINTS * Double.BYTES);
        List<String> features = new ArrayList<>();
        List<Spread> spreads = new ArrayList<>();
        double[] missing = new double[p];
        for (int f = 0; f < p; f++) {
            features.add(in.readUTF());
            missing[f] = in.readDouble();
            spreads.add(Spread.ofPoints(doubles(in, FEATURE_POINTS)));
        }
        Spread quantiles = Spread.ofPoints(doubles(in, ScoreSpread.POINTS));
        FlatForest.Builder builder = FlatForest.builder(link, features, missing, in.readDouble());
        int[] nodes = new int[count(in, Integer.BYTES)];
        for (int t = 0; t < nodes.length; t++) {
            nodes[t] = count(in, 0);
        }
        for (int n : nodes) {
            builder.tree();
            for (int i = 0; i < n; i++) {
                int feature = in.readInt();
                double number = in.readDouble();
                int right = in.readInt();
                builder.right(builder.node(feature, number, in.readDouble()), right);
            }
        }
        FlatForest forest = builder.build();
        double[][] probe = new double[count(in, p * Double.BYTES)][];
        double[] expected = new double[probe.length];
        for (int i = 0; i < probe.length; i++) {
            probe[i] = doubles(in, p);
            expected[i] = in.readDouble();
        }
        SortedMap<String, String> facts = new TreeMap<>();
        for (int i = count(in, Integer.BYTES); i > 0; i--) {
            facts.put(in.readUTF(), in.readUTF());
        }
        long rows = version == 1 ? 0 : in.readLong();
        double[] highest = doubles(in, version == 1 ? 0 : count(in, Double.BYTES));
        ScoreSpread scores = ScoreSpread.ofParts(quantiles, rows, highest);
        return tried(
                new Model(forest, List.copyOf(spreads), scores, probe, facts, Optional.of(file.clone())), expected);
    }

    private static Loading tried(Model model, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            double score = model.forest.score(model.probe[i]);
            if (!(score >= 0 && score <= 1)) {
                return new Loading.ModelRefused(Loading.Cause.NOT_FINITE, "probe " + i + " scores " + score);
            }
            double raw = model.forest.raw(model.probe[i]);
            if (Double.compare(raw, expected[i]) != 0) {
                return new Loading.ModelRefused(
                        Loading.Cause.UNEQUAL, "probe " + i + " gives " + raw + ", not " + expected[i]);
            }
        }
        return new Loading.ModelLoaded(model);
    }

    /** A number of things to come, refused before memory is set aside when the file can't hold that many. */
    private static int count(DataInputStream in, int bytesEach) throws IOException {
        int count = in.readInt();
        if (count < 0 || (long) count * bytesEach > in.available()) {
            throw new IllegalArgumentException("a count of " + count + " with " + in.available() + " bytes left");
        }
        return count;
    }

    private static double[] doubles(DataInputStream in, int n) throws IOException {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    private byte[] write() {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(buffer)) {
            writeBody(out);
            byte[] body = buffer.toByteArray();
            buffer.reset();
            out.write(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(body.length);
            out.write(body);
            out.write(hash(buffer.toByteArray(), buffer.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return buffer.toByteArray();
    }

    private void writeBody(DataOutputStream out) throws IOException {
        out.writeUTF(forest.link().name());
        out.writeInt(spreads.size());
        for (int f = 0; f < spreads.size(); f++) {
            out.writeUTF(forest.features().get(f));
            out.writeDouble(forest.missing(f));
            writeAll(out, spreads.get(f).points());
        }
        writeAll(out, scores.points());
        out.writeDouble(forest.base());
        out.writeInt(forest.trees());
        for (int t = 0; t < forest.trees(); t++) {
            out.writeInt((t + 1 < forest.trees() ? forest.root(t + 1) : forest.nodes()) - forest.root(t));
        }
        for (int i = 0; i < forest.nodes(); i++) {
            out.writeInt(forest.feature(i));
            out.writeDouble(forest.number(i));
            out.writeInt(forest.right(i));
            out.writeDouble(forest.cover(i));
        }
        out.writeInt(probe.length);
        for (double[] vector : probe) {
            writeAll(out, vector);
            out.writeDouble(forest.raw(vector));
        }
        out.writeInt(facts.size());
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            out.writeUTF(fact.getKey());
            out.writeUTF(fact.getValue());
        }
        out.writeLong(scores.rows());
        out.writeInt(scores.highest().length);
        writeAll(out, scores.highest());
    }

    private static void writeAll(DataOutputStream out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static byte[] hash(byte[] bytes, int length) {
        MessageDigest sha = Sha256.begin();
        sha.update(bytes, 0, length);
        return sha.digest();
    }
}
