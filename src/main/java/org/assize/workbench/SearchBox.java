package org.assize.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.UI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.PersonZone;
import org.assize.platform.ui.Texts;
import org.assize.security.CurrentActor;
import org.assize.subject.Match;
import org.assize.subject.SearchQuery;
import org.assize.subject.SubjectSearch;
import org.assize.subject.SubjectSearch.FoundOrder;
import org.assize.subject.SubjectSearch.FoundPerson;
import org.assize.subject.SubjectSearch.FoundSeller;
import org.jspecify.annotations.Nullable;

/**
 * The field that {@code /} goes to, and what it finds: arrow keys choose, Enter opens, Escape goes back. Choosing happens in
 * the browser; a pause in typing costs one search.
 */
@Tag("assize-search")
final class SearchBox extends Component implements HasStyle {

    private static final int IN_BAR = 5;
    private static final int ON_PAGE = 50;

    private final Search search;
    private final CurrentActor actor;
    private final int limit;
    private final Consumer<SearchQuery> asked;

    private SearchBox(Search search, CurrentActor actor, int limit, Consumer<SearchQuery> asked) {
        this.search = search;
        this.actor = actor;
        this.limit = limit;
        this.asked = asked;
        getElement()
                .setPropertyMap(
                        "words",
                        Map.of(
                                "label", Texts.t("workbench.search.label"),
                                "hint", Texts.t(limit == IN_BAR ? "workbench.search.hint" : "workbench.search.label"),
                                "list", Texts.t("workbench.search.results"),
                                "none", Texts.t("workbench.search.none"),
                                "noneNext", Texts.t("workbench.search.noneNext")));
        getElement()
                .addEventListener(
                        "assize-find",
                        event -> find(
                                event.getEventData().get("event.detail.text").asString(),
                                event.getEventData().get("event.detail.turn").asInt()))
                .addEventData("event.detail.text")
                .addEventData("event.detail.turn");
    }

    /** Floats over whatever page is open. */
    static SearchBox inBar(Search search, CurrentActor actor) {
        return new SearchBox(search, actor, IN_BAR, query -> {});
    }

    /** Stands in a page with all it finds; {@code asked} is told of each search. */
    static SearchBox onPage(Search search, CurrentActor actor, Consumer<SearchQuery> asked) {
        SearchBox box = new SearchBox(search, actor, ON_PAGE, asked);
        box.getElement().setAttribute("form", "page");
        return box;
    }

    /** Shows what a query finds that came with the address. */
    void ask(SearchQuery query) {
        getElement().setProperty("text", query.text());
        if (!query.isEmpty()) {
            show(query, 0);
        }
    }

    private void find(String typed, int turn) {
        SearchQuery query = SearchQuery.of(typed);
        asked.accept(query);
        show(query, turn);
    }

    private void show(SearchQuery query, int turn) {
        Search.Results results = search.find(actor.get(), query, limit);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("turn", turn);
        found.put("groups", groups(results));
        found.put("withheld", results.withheld() ? Texts.t("workbench.search.withheld") : "");
        int hits = results.cases().size()
                + results.sellers().hits().size()
                + results.orders().hits().size()
                + results.people().hits().size();
        found.put("count", Texts.t("workbench.search.count", hits));
        if (limit == IN_BAR && !results.isEmpty() && !query.looksPersonal()) {
            found.put("all", Map.of("href", SearchView.address(query), "text", Texts.t("workbench.search.all")));
        }
        getElement().setPropertyMap("found", found);
    }

    private List<Map<String, Object>> groups(Search.Results results) {
        List<Map<String, Object>> groups = new ArrayList<>();
        group(groups, "cases", false, results.cases().stream().map(this::ofCase));
        group(
                groups,
                "sellers",
                results.sellers().more(),
                results.sellers().hits().stream().map(this::seller));
        group(
                groups,
                "orders",
                results.orders().more(),
                results.orders().hits().stream().map(this::order));
        group(
                groups,
                "people",
                results.people().more(),
                results.people().hits().stream().map(this::person));
        return groups;
    }

    private static void group(
            List<Map<String, Object>> groups, String name, boolean more, Stream<Map<String, Object>> lines) {
        List<Map<String, Object>> all = lines.toList();
        if (!all.isEmpty()) {
            groups.add(Map.of(
                    "name",
                    Texts.t("workbench.search.group." + name),
                    "more",
                    more ? Texts.t("workbench.search.more", all.size()) : "",
                    "lines",
                    all));
        }
    }

    private Map<String, Object> ofCase(FraudCase its) {
        String number = CaseWords.number(its.number());
        String title = Texts.t("workbench.case", number);
        int at = title.indexOf(number);
        return line(
                "case",
                NextCase.desk(its.id()),
                parts(title, new Match(Match.Field.NUMBER, List.of(new Match.Mark(at, at + number.length())))),
                joined(
                        CaseWords.kind(its.subject().kind()) + " "
                                + its.subject().id(),
                        CaseWords.queue(its.queue()),
                        MoneyText.rounded(its.valueAtRisk())),
                "",
                its);
    }

    private Map<String, Object> seller(Search.SellerHit hit) {
        FoundSeller seller = hit.seller();
        boolean byId = seller.match().field() == Match.Field.ID;
        String name = seller.name();
        return line(
                "seller",
                opens(seller.ref().kind().code(), seller.sellerId(), hit.fraudCase()),
                byId || name == null ? parts(seller.sellerId(), seller.match()) : parts(name, seller.match()),
                joined(byId ? name : seller.sellerId(), seller.country(), seller.category()),
                because(seller.match()),
                hit.fraudCase());
    }

    private Map<String, Object> order(Search.OrderHit hit) {
        FoundOrder order = hit.order();
        return line(
                "order",
                opens(order.ref().kind().code(), order.orderId(), hit.fraudCase()),
                parts(order.orderId(), order.match()),
                joined(
                        MoneyText.rounded(order.amount()),
                        day(order),
                        order.sellerName() == null ? order.sellerId() : order.sellerName()),
                because(order.match()),
                hit.fraudCase());
    }

    private Map<String, Object> person(FoundPerson person) {
        String part = person.part().name().toLowerCase(Locale.ROOT);
        boolean more = person.orders() > SubjectSearch.MOST_COUNTED;
        return line(
                "person",
                opens(part, person.id(), null),
                parts(person.id(), person.match()),
                joined(
                        Texts.t("workbench.search.part." + part),
                        Texts.t(
                                more ? "workbench.search.ordersMore" : "workbench.search.orders",
                                Math.min(person.orders(), SubjectSearch.MOST_COUNTED))),
                "",
                null);
    }

    private String day(FoundOrder order) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(Texts.language())
                .format(order.placedAt().atZone(PersonZone.of(UI.getCurrent())));
    }

    private static String opens(String kind, String id, @Nullable FraudCase its) {
        return its == null
                ? "subject?kind=" + kind + "&id=" + URLEncoder.encode(id, StandardCharsets.UTF_8)
                : NextCase.desk(its.id());
    }

    private static Map<String, Object> line(
            String icon,
            String href,
            List<Map<String, Object>> parts,
            String note,
            String because,
            @Nullable FraudCase its) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("icon", icon);
        line.put("href", href);
        line.put("parts", parts);
        line.put("note", note);
        line.put("because", because);
        line.put("state", its == null ? "" : state(its, icon.equals("case")));
        line.put("tone", tone(its));
        return line;
    }

    private static String state(FraudCase its, boolean named) {
        String decision = its.decision();
        String state = its.state() == CaseState.CLOSED && decision != null
                ? CaseWords.decisionText(decision)
                : CaseWords.state(its.state());
        return named ? state : Texts.t("workbench.search.case", CaseWords.number(its.number()), state);
    }

    private static String tone(@Nullable FraudCase its) {
        return Optional.ofNullable(its)
                .filter(each -> each.state() == CaseState.CLOSED)
                .map(FraudCase::decision)
                .map(decision -> "verdict-" + decision.toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static String because(Match match) {
        return switch (match.field()) {
            case NUMBER, ID, NAME -> "";
            case EMAIL, PHONE, BANK_ACCOUNT, DEVICE, PAYMENT, IP ->
                Texts.t("workbench.search.because." + match.field().name().toLowerCase(Locale.ROOT));
        };
    }

    /** The text in pieces, those that matched told from the rest. */
    private static List<Map<String, Object>> parts(String text, Match match) {
        List<Map<String, Object>> parts = new ArrayList<>();
        int from = 0;
        for (Match.Mark mark : match.marks()) {
            int end = Math.min(mark.end(), text.length());
            if (mark.start() > from) {
                parts.add(Map.of("text", text.substring(from, mark.start()), "mark", false));
            }
            if (end > mark.start()) {
                parts.add(Map.of("text", text.substring(mark.start(), end), "mark", true));
            }
            from = Math.max(from, end);
        }
        if (from < text.length()) {
            parts.add(Map.of("text", text.substring(from), "mark", false));
        }
        return parts;
    }

    private static String joined(@Nullable String... facts) {
        return Stream.of(facts).filter(fact -> fact != null && !fact.isBlank()).collect(Collectors.joining(" · "));
    }
}
