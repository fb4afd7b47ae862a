package org.assize.casework;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assize.flagging.FlagOrigin;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Which cases of a queue somebody wants to see, or to act on. Every criterion that is given must hold. Its parameters are
 * what stands in an address; one that can not be read there is taken as not given.
 *
 * @param valueFrom value at risk in whole units of each case's own currency
 * @param topShare share of subjects that score at least as high, 0 to 1: 0.02 for the top 2 %
 * @param dueWithin from now; zero for those whose due time has passed
 * @param olderThan since the case was opened
 * @param who holds it, or whom alone it waits for
 * @param origin of any of its flags
 * @param decision of the last verdict: {@code FRAUD}, {@code LEGITIMATE}, {@code INCONCLUSIVE}
 * @param typology of the last verdict
 * @param subjectId how the id of the subject begins
 */
public record CaseQuery(
        String queue,
        CaseState state,
        @Nullable SubjectKind kind,
        @Nullable String market,
        @Nullable BigDecimal valueFrom,
        @Nullable Double topShare,
        @Nullable Duration dueWithin,
        @Nullable Duration olderThan,
        @Nullable Who who,
        @Nullable FlagOrigin origin,
        @Nullable String decision,
        @Nullable String typology,
        @Nullable String subjectId) {

    private static final int LONGEST_ID = 200;
    private static final Pattern CODE = Pattern.compile("[\\p{L}\\p{N}._ -]{1,64}");
    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    public sealed interface Who {}

    /** Whoever asks. */
    public record Me() implements Who {}

    /** Not held, and handed over to nobody. */
    public record Nobody() implements Who {}

    public record Person(UUID id) implements Who {}

    /** Everything in one state. */
    public static CaseQuery of(String queue, CaseState state) {
        return new CaseQuery(queue, state, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** Reads what {@link #parameters()} wrote, and whatever else stands in the address, tolerantly. */
    public static CaseQuery read(String queue, Map<String, List<String>> parameters) {
        return new CaseQuery(
                queue,
                one(parameters, "state", text -> of(CaseState.class, text)).orElse(CaseState.WAITING),
                one(parameters, "kind", text -> of(SubjectKind.class, text)).orElse(null),
                one(parameters, "market", CaseQuery::code).orElse(null),
                one(parameters, "value", CaseQuery::amount).orElse(null),
                one(parameters, "top", CaseQuery::share).orElse(null),
                one(parameters, "due", text -> text.equals("late") ? Optional.of(Duration.ZERO) : hours(text))
                        .orElse(null),
                one(parameters, "age", CaseQuery::hours).orElse(null),
                one(parameters, "who", CaseQuery::who).orElse(null),
                one(parameters, "origin", text -> of(FlagOrigin.class, text)).orElse(null),
                one(
                                parameters,
                                "decision",
                                text -> Optional.of(text.toUpperCase(Locale.ROOT))
                                        .filter(List.of("FRAUD", "LEGITIMATE", "INCONCLUSIVE")::contains))
                        .orElse(null),
                one(parameters, "typology", CaseQuery::code).orElse(null),
                one(
                                parameters,
                                "id",
                                text -> Optional.of(text.strip())
                                        .filter(id ->
                                                !id.isEmpty() && id.length() <= LONGEST_ID && id.indexOf('\0') < 0))
                        .orElse(null));
    }

    /** What is not as it usually is, in a fixed order; the queue is the path's. */
    public Map<String, String> parameters() {
        Map<String, String> all = new LinkedHashMap<>();
        put(all, "state", state == CaseState.WAITING ? null : code(state));
        put(all, "kind", kind == null ? null : kind.code());
        put(all, "market", market);
        put(all, "value", valueFrom == null ? null : valueFrom.toPlainString());
        put(all, "top", topShare == null ? null : topShare.toString());
        put(all, "due", dueWithin == null ? null : dueWithin.isZero() ? "late" : dueWithin.toHours() + "h");
        put(all, "age", olderThan == null ? null : olderThan.toHours() + "h");
        put(
                all,
                "who",
                switch (who) {
                    case null -> null;
                    case Me() -> "me";
                    case Nobody() -> "nobody";
                    case Person(UUID id) -> id.toString();
                });
        put(all, "origin", origin == null ? null : origin.code());
        put(all, "decision", decision == null ? null : decision.toLowerCase(Locale.ROOT));
        put(all, "typology", typology);
        put(all, "id", subjectId);
        return all;
    }

    /** Where the list of these cases is: {@code queues/sellers?market=DE}. */
    public String address() {
        String query = parameters().entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return "queues/" + queue + (query.isEmpty() ? "" : "?" + query);
    }

    /** Criteria besides queue and state. */
    public int criteria() {
        return parameters().size() - (state == CaseState.WAITING ? 0 : 1);
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <T> Optional<T> one(
            Map<String, List<String>> parameters, String name, Function<String, Optional<T>> as) {
        List<String> values = new ArrayList<>(parameters.getOrDefault(name, List.of()));
        return values.isEmpty() ? Optional.empty() : as.apply(values.getFirst());
    }

    private static <E extends Enum<E>> Optional<E> of(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst();
    }

    private static Optional<String> code(String text) {
        return CODE.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<BigDecimal> amount(String text) {
        return text.matches("\\d{1,13}(?:\\.\\d{1,3})?")
                ? Optional.of(new BigDecimal(text)).filter(amount -> amount.signum() > 0 && amount.compareTo(MOST) <= 0)
                : Optional.empty();
    }

    private static Optional<Double> share(String text) {
        return text.matches("0?\\.\\d{1,6}|1(?:\\.0)?")
                ? Optional.of(Double.parseDouble(text)).filter(share -> share > 0)
                : Optional.empty();
    }

    private static Optional<Duration> hours(String text) {
        return text.matches("[1-9]\\d{0,4}h")
                ? Optional.of(Duration.ofHours(Long.parseLong(text.substring(0, text.length() - 1))))
                : Optional.empty();
    }

    private static Optional<Who> who(String text) {
        return switch (text) {
            case "me" -> Optional.of(new Me());
            case "nobody" -> Optional.of(new Nobody());
            default -> {
                try {
                    yield Optional.of(new Person(UUID.fromString(text)));
                } catch (IllegalArgumentException e) {
                    // somebody mistyped an address: it filters by nobody
                    yield Optional.empty();
                }
            }
        };
    }
}
