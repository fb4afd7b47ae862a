package org.assize.ingest;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assize.ingest.ColumnUse.Feeds;
import org.assize.subject.AttributeType;
import org.jspecify.annotations.Nullable;

/**
 * Guesses which column is which field: both names are cut into words, words that mean the same in marketplaces are made
 * one, and the share of words in common (Jaccard) decides. A guess is shown to a person before anything is read by it.
 */
final class MappingSuggestion {

    private static final double LEAST_LIKENESS = 0.6;
    private static final int LONG_TEXT = 40;
    private static final int MANY = 50;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");
    /** A leading zero is kept by nobody who counts: such digits are a code. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,15})?");

    /** Tried in this order after ISO 8601; a day above twelve tells the American form from the others. */
    private static final List<String> FORMATS = List.of(
            "d.M.yyyy H:mm:ss",
            "d.M.yyyy H:mm",
            "d.M.yyyy",
            "yyyy/M/d H:mm:ss",
            "yyyy/M/d H:mm",
            "yyyy/M/d",
            "M/d/yyyy H:mm:ss",
            "M/d/yyyy H:mm",
            "M/d/yyyy",
            "d/M/yyyy H:mm:ss",
            "d/M/yyyy H:mm",
            "d/M/yyyy",
            "yyyyMMdd HHmmss",
            "yyyyMMdd");

    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("tx", "order"),
            Map.entry("txn", "order"),
            Map.entry("transaction", "order"),
            Map.entry("purchase", "order"),
            Map.entry("datetime", "time"),
            Map.entry("timestamp", "time"),
            Map.entry("date", "time"),
            Map.entry("at", "time"),
            Map.entry("no", "id"),
            Map.entry("nr", "id"),
            Map.entry("number", "id"),
            Map.entry("uuid", "id"),
            Map.entry("key", "id"),
            Map.entry("customer", "buyer"),
            Map.entry("client", "buyer"),
            Map.entry("user", "buyer"),
            Map.entry("consumer", "buyer"),
            Map.entry("merchant", "seller"),
            Map.entry("vendor", "seller"),
            Map.entry("shop", "seller"),
            Map.entry("store", "seller"),
            Map.entry("terminal", "seller"),
            Map.entry("price", "amount"),
            Map.entry("value", "amount"),
            Map.entry("total", "amount"),
            Map.entry("zip", "postcode"),
            Map.entry("zipcode", "postcode"),
            Map.entry("postal", "postcode"),
            Map.entry("shipping", "ship"),
            Map.entry("delivery", "delivered"),
            Map.entry("created", "placed"),
            Map.entry("ordered", "placed"),
            Map.entry("joined", "registered"),
            Map.entry("signup", "registered"),
            Map.entry("won", "registered"),
            Map.entry("card", "payment"),
            Map.entry("rating", "score"),
            Map.entry("quantity", "count"),
            Map.entry("qty", "count"),
            Map.entry("items", "item"),
            Map.entry("iban", "bank"),
            Map.entry("fingerprint", "device"),
            Map.entry("segment", "category"));

    private final Feed feed;
    private final List<String> columns;
    private final Function<String, List<String>> examples;

    MappingSuggestion(Feed feed, List<String> columns, Function<String, List<String>> examples) {
        this.feed = feed;
        this.columns = columns;
        this.examples = examples;
    }

    private record Guess(Target target, String column, double likeness) {}

    MappingDraft draft() {
        var guesses = new ArrayList<Guess>();
        for (Target target : targets()) {
            for (String column : columns) {
                double likeness = likeness(target, column);
                if (likeness >= LEAST_LIKENESS) {
                    guesses.add(new Guess(target, column, likeness));
                }
            }
        }
        guesses.sort(Comparator.comparingDouble(Guess::likeness).reversed());
        MappingDraft draft = MappingDraft.empty(feed, columns);
        var taken = new HashSet<Object>();
        for (Guess guess : guesses) {
            if (!taken.contains(guess.target) && !taken.contains(guess.column)) {
                taken.add(guess.target);
                taken.add(guess.column);
                draft = draft.using(guess.column, Set.of(new Feeds(guess.target)));
            }
        }
        return draft.withTimes(draft.zone(), formatOf(draft));
    }

    private List<Target> targets() {
        return Stream.concat(feed.required().stream(), feed.optional().stream()).toList();
    }

    private static double likeness(Target target, String column) {
        if (target.column().equals(column)) {
            return 2;
        }
        Set<String> words = words(column);
        return names(target).stream()
                .mapToDouble(name -> likeness(words(name), words))
                .max()
                .orElse(0);
    }

    private static double likeness(Set<String> one, Set<String> other) {
        var common = new HashSet<>(one);
        common.retainAll(other);
        var all = new HashSet<>(one);
        all.addAll(other);
        return all.isEmpty() ? 0 : (double) common.size() / all.size();
    }

    static Set<String> words(String name) {
        return Arrays.stream(BETWEEN_WORDS.split(name))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .map(word -> SAME.getOrDefault(word, word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Other names under which a field is met, besides its own. */
    private static List<String> names(Target target) {
        var names = new ArrayList<>(List.of(target.column()));
        switch (target) {
            case PLACED_AT -> names.addAll(List.of("time", "order time", "order placed time"));
            case AMOUNT -> names.addAll(List.of("order amount", "payment amount"));
            case SELLER_ID -> names.add("seller");
            case BUYER_ID -> names.add("buyer");
            case CREATOR_ID -> names.add("creator");
            case DEVICE_ID -> names.add("device");
            case PAYMENT_ID -> names.add("payment");
            case IP -> names.addAll(List.of("ip address", "client ip", "remote ip"));
            case SHIP_TO_COUNTRY -> names.addAll(List.of("ship country", "country"));
            case SHIP_TO_POSTCODE -> names.addAll(List.of("ship postcode", "postcode"));
            case DELIVERED_AT -> names.addAll(List.of("order delivered time", "order delivered buyer time"));
            case REVIEW_SCORE -> names.addAll(List.of("review", "score"));
            case CATEGORY -> names.addAll(List.of("product category name", "business category"));
            case ITEM_COUNT -> names.addAll(List.of("item", "count"));
            case STATUS -> names.addAll(List.of("order status", "seller status"));
            case COUNTRY -> names.add("seller country");
            case CURRENCY -> names.addAll(List.of("curr", "ccy", "currency code"));
            case NAME -> names.add("seller name");
            case EMAIL -> names.add("email address");
            case BANK_ACCOUNT -> names.add("bank");
            case KNOWN_AT -> names.addAll(List.of("chargeback time", "reported time"));
            case OCCURRED_AT -> names.addAll(List.of("time", "order time"));
            case SUBJECT_ID -> names.addAll(List.of("order id", "seller id"));
            case SUBJECT_KIND -> names.add("kind");
            case OUTCOME -> names.addAll(List.of("fraud", "is fraud", "order fraud", "label"));
            case ORDER_ID, REGISTERED_AT, MARKET, PHONE, SOURCE, TYPOLOGY -> {
                // known by their own name only
            }
        }
        return names;
    }

    /** The first form that reads every example of every time; null for ISO 8601, also when none does. */
    private @Nullable String formatOf(MappingDraft draft) {
        List<String> times = columns.stream()
                .filter(column -> draft.usesOf(column).stream()
                        .anyMatch(use -> use instanceof Feeds(Target target) && target.isInstant()))
                .flatMap(column -> examples.apply(column).stream())
                .toList();
        if (times.isEmpty() || reads(null, times)) {
            return null;
        }
        return FORMATS.stream()
                .filter(format -> reads(format, times))
                .findFirst()
                .orElse(null);
    }

    private static boolean reads(@Nullable String format, List<String> times) {
        InstantForm form = InstantForm.of(format, ZoneOffset.UTC);
        try {
            times.forEach(time -> form.read("", time));
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    /** The type a column's values look like; what is long or nearly always different is text. */
    static AttributeType typeOf(List<String> values) {
        if (values.isEmpty()) {
            return AttributeType.TEXT;
        }
        if (values.stream().allMatch(value -> NUMBER.matcher(value).matches())) {
            return AttributeType.NUMERIC;
        }
        if (reads(null, values)) {
            return AttributeType.INSTANT;
        }
        boolean isLong = values.stream().anyMatch(value -> value.length() > LONG_TEXT);
        boolean differs = values.size() >= MANY && values.stream().distinct().count() > values.size() / 2;
        return isLong || differs ? AttributeType.TEXT : AttributeType.CATEGORICAL;
    }
}
