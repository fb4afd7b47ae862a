package org.assize.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assize.ingest.MappingPreview.PreviewRow;
import org.assize.subject.Attributes;
import org.assize.subject.Order;
import org.assize.subject.Outcome;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/**
 * The head of a CSV file, read once so that a mapping can be made over it: its columns, examples of what they hold, and
 * the first rows as a mapping would read them. Holds a bounded part of the file, whatever its size.
 */
public final class FileSample {

    private static final int MOST_ROWS = 1_000;
    private static final int MOST_CHARACTERS = 4_000_000;
    private static final int SHOWN_ROWS = 10;
    private static final Set<Reason> READABLE_DESPITE = Set.of(Reason.COLUMNS_UNMAPPED, Reason.TARGETS_MISSING);

    private final List<String> columns;
    private final List<CsvLine> lines;

    public sealed interface Reading {}

    public record Sampled(FileSample sample) implements Reading {}

    public record Unreadable(Complaint complaint) implements Reading {}

    private FileSample(List<String> columns, List<CsvLine> lines) {
        this.columns = columns;
        this.lines = lines;
    }

    /** Reads the head of a file; rows behind a break in the file are left for the import to report. */
    public static Reading of(Path file) throws IOException {
        CsvRows rows;
        try {
            rows = new CsvRows(Files.newInputStream(file));
        } catch (IOException e) {
            // not even the first block of what calls itself gzip
            return new Unreadable(Complaint.of(Reason.FILE_UNREADABLE, 0));
        }
        try (rows) {
            return switch (rows.header()) {
                case CsvRows.End _ -> new Unreadable(Complaint.of(Reason.FILE_EMPTY));
                case CsvRows.Broken(Complaint why) -> new Unreadable(why);
                case CsvRows.Line(CsvLine header) -> sampled(header.names(), rows);
            };
        }
    }

    private static Reading sampled(List<String> columns, CsvRows rows) {
        var wanted = new boolean[columns.size()];
        Arrays.fill(wanted, true);
        rows.want(wanted);
        var lines = new ArrayList<CsvLine>();
        long characters = 0;
        while (lines.size() < MOST_ROWS
                && characters < MOST_CHARACTERS
                && rows.next() instanceof CsvRows.Line(CsvLine line)) {
            lines.add(line);
            characters += Arrays.stream(line.cells())
                    .mapToInt(cell -> cell == null ? 0 : cell.length())
                    .sum();
        }
        return new Sampled(new FileSample(columns, lines));
    }

    public List<String> columns() {
        return columns;
    }

    public int rows() {
        return lines.size();
    }

    /** What stands in a column, each text once, in the order of the file; nothing for a column that is not there. */
    public List<String> examples(String column, int most) {
        return texts(column).distinct().limit(most).toList();
    }

    private Stream<String> texts(String column) {
        int cell = columns.indexOf(column);
        return cell < 0
                ? Stream.empty()
                : lines.stream()
                        .filter(line -> line.columns() == columns.size())
                        .map(line -> line.cells()[cell])
                        .filter(text -> text != null && !text.isBlank());
    }

    /** A first draft: columns whose names resemble those of fields, and a form of time that reads them. */
    public MappingDraft suggest(Feed feed) {
        return new MappingSuggestion(
                        feed, columns, column -> texts(column).limit(200).toList())
                .draft();
    }

    /** The same draft with every undecided column an attribute of the type that its values look like. */
    public MappingDraft restAsAttributes(MappingDraft draft) {
        MappingDraft whole = draft;
        for (String column : draft.undecided()) {
            var type = MappingSuggestion.typeOf(texts(column).limit(200).toList());
            whole = whole.using(column, Set.of(new ColumnUse.Becomes(type)));
        }
        return whole;
    }

    /** The first ten rows that the mapping selects. */
    public MappingPreview preview(FeedMapping mapping) {
        return switch (FeedMapping.read(mapping.feed(), mapping.toJson())) {
            case FeedMapping.NotUnderstood(List<Complaint> complaints) ->
                new MappingPreview(List.of(), List.of(), complaints, 0);
            case FeedMapping.Understood(FeedMapping understood) -> {
                List<Complaint> complaints = CsvForm.complaints(understood, columns);
                boolean readable = complaints.stream().map(Complaint::reason).allMatch(READABLE_DESPITE::contains);
                yield readable
                        ? preview(understood, complaints)
                        : new MappingPreview(List.of(), List.of(), complaints, 0);
            }
        };
    }

    private MappingPreview preview(FeedMapping mapping, List<Complaint> complaints) {
        CsvForm form = CsvForm.unchecked(mapping, columns);
        return switch (mapping.feed()) {
            case SELLERS -> preview(mapping, form, RecordForm.SELLER, FileSample::ofSeller, complaints);
            case ORDERS -> preview(mapping, form, RecordForm.ORDER, FileSample::ofOrder, complaints);
            case OUTCOMES -> preview(mapping, form, RecordForm.OUTCOME, FileSample::ofOutcome, complaints);
        };
    }

    private interface Shown<T> {
        Map<String, String> of(T value);
    }

    private <T> MappingPreview preview(
            FeedMapping mapping, CsvForm form, RecordForm<T> recordForm, Shown<T> shown, List<Complaint> complaints) {
        List<Target> targets = Stream.concat(mapping.feed().required().stream(), mapping.feed().optional().stream())
                .filter(form::fills)
                .toList();
        var fields = new ArrayList<>(targets.stream().map(Target::column).toList());
        fields.addAll(mapping.attributes().keySet());
        var rows = new ArrayList<PreviewRow>();
        long notSelected = 0;
        for (CsvLine line : lines) {
            if (rows.size() == SHOWN_ROWS) {
                break;
            }
            switch (form.read(recordForm, line)) {
                case Row.Read<T>(long at, T value) -> {
                    Map<String, String> texts = shown.of(value);
                    rows.add(new PreviewRow(at, values(fields, texts), null));
                }
                case Row.Refused<T>(Reject reject) ->
                    rows.add(new PreviewRow(
                            reject.line(), values(fields, asItStands(mapping, form, targets, line)), reject));
                case Row.NotSelected<T> _ -> notSelected++;
            }
        }
        return new MappingPreview(List.copyOf(fields), List.copyOf(rows), complaints, notSelected);
    }

    private static List<@Nullable String> values(List<String> fields, Map<String, String> texts) {
        var values = new ArrayList<@Nullable String>();
        fields.forEach(field -> values.add(texts.get(field)));
        return Collections.unmodifiableList(values);
    }

    private Map<String, String> asItStands(FeedMapping mapping, CsvForm form, List<Target> targets, CsvLine line) {
        var texts = new HashMap<String, String>();
        if (line.columns() == columns.size()) {
            targets.forEach(target -> put(texts, target, form.raw(target)));
            mapping.attributes().keySet().forEach(column -> {
                String text = line.cells()[columns.indexOf(column)];
                if (text != null) {
                    texts.put(column, text);
                }
            });
        }
        return texts;
    }

    private static void put(Map<String, String> texts, Target target, @Nullable Object value) {
        if (value != null) {
            texts.put(target.column(), value.toString());
        }
    }

    private static Map<String, String> ofSeller(Seller seller) {
        var texts = new HashMap<String, String>();
        put(texts, Target.SELLER_ID, seller.sellerId());
        put(texts, Target.REGISTERED_AT, seller.registeredAt());
        put(texts, Target.NAME, seller.name());
        put(texts, Target.COUNTRY, seller.country());
        put(texts, Target.MARKET, seller.market());
        put(texts, Target.CATEGORY, seller.category());
        put(texts, Target.EMAIL, seller.email());
        put(texts, Target.PHONE, seller.phone());
        put(texts, Target.BANK_ACCOUNT, seller.bankAccount());
        put(texts, Target.DEVICE_ID, seller.deviceId());
        put(texts, Target.IP, seller.ip());
        put(texts, Target.STATUS, seller.status());
        addAttributes(texts, seller.attributes());
        return texts;
    }

    private static Map<String, String> ofOrder(Order order) {
        var texts = new HashMap<String, String>();
        put(texts, Target.ORDER_ID, order.orderId());
        put(texts, Target.PLACED_AT, order.placedAt());
        put(texts, Target.SELLER_ID, order.sellerId());
        put(texts, Target.BUYER_ID, order.buyerId());
        put(texts, Target.AMOUNT, order.amount().major().toPlainString());
        put(texts, Target.CURRENCY, order.amount().currency());
        put(texts, Target.CREATOR_ID, order.creatorId());
        put(texts, Target.DEVICE_ID, order.deviceId());
        put(texts, Target.PAYMENT_ID, order.paymentId());
        put(texts, Target.IP, order.ip());
        put(texts, Target.SHIP_TO_COUNTRY, order.shipToCountry());
        put(texts, Target.SHIP_TO_POSTCODE, order.shipToPostcode());
        put(texts, Target.CATEGORY, order.category());
        put(texts, Target.ITEM_COUNT, order.itemCount());
        put(texts, Target.STATUS, order.status());
        put(texts, Target.DELIVERED_AT, order.deliveredAt());
        put(texts, Target.REVIEW_SCORE, order.reviewScore());
        addAttributes(texts, order.attributes());
        return texts;
    }

    private static Map<String, String> ofOutcome(Outcome outcome) {
        var texts = new HashMap<String, String>();
        put(texts, Target.SUBJECT_KIND, outcome.subject().kind().code());
        put(texts, Target.SUBJECT_ID, outcome.subject().id());
        put(texts, Target.OUTCOME, outcome.fraud() ? "fraud" : "legitimate");
        put(texts, Target.SOURCE, outcome.source());
        put(texts, Target.KNOWN_AT, outcome.knownAt());
        put(texts, Target.TYPOLOGY, outcome.typology());
        put(texts, Target.OCCURRED_AT, outcome.occurredAt());
        return texts;
    }

    private static void addAttributes(Map<String, String> texts, Attributes attributes) {
        texts.putAll(attributes.categorical());
        attributes.numeric().forEach((name, number) -> texts.put(name, Double.toString(number)));
        attributes.instants().forEach((String name, Instant instant) -> texts.put(name, instant.toString()));
        texts.putAll(attributes.texts());
    }
}
