package org.assize.audit.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.assize.audit.Area;
import org.assize.audit.ChainCheck;
import org.assize.audit.TrailEvents;
import org.assize.audit.TrailEvents.Filter;
import org.assize.audit.TrailEvents.Place;
import org.assize.audit.TrailEvents.TrailEvent;
import org.assize.audit.TrailEvents.Who;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.PersonZone;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** Who did what, when: by day, newest first; and whether the chains that hold it together are whole. */
@Route("trail")
@RolesAllowed("audit:read")
@NavEntry(section = NavEntry.Section.OVERSIGHT, order = 20, glyph = Glyph.HISTORY, key = "t")
class TrailView extends Page implements BeforeEnterObserver {

    /** Names offered to choose from; the rest is found by typing. */
    private static final int MOST_ACTORS = 500;

    private static final int STEP = 100;

    /** In the zone of the day above it. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final CurrentActor actor;
    private final TrailEvents events;
    private final ChainCheck chains;

    private final ComboBox<Who> who = new ComboBox<>();
    private final ComboBox<String> kind = new ComboBox<>();
    private final DatePicker from = new DatePicker();
    private final DatePicker until = new DatePicker();
    private final Div ofCase = new Div();
    private final Div verdict = new Div();
    private final Div list = new Div();
    private final Button more = new Button(Texts.t("trail.more"), event -> more());

    private Filter filter = Filter.NONE;
    private @Nullable Place last;
    private @Nullable LocalDate day;
    private UnorderedList rows = new UnorderedList();

    TrailView(CurrentActor actor, TrailEvents events, ChainCheck chains) {
        super("nav.trail");
        this.actor = actor;
        this.events = events;
        this.chains = chains;
        note(Texts.t("trail.note"));
        actions(ViewKeys.click(new Button(Texts.t("trail.verify"), Glyph.SHIELD_CHECK.icon(), event -> verify()), "v"));
        add(filters(), verdict, list, more);
        verdict.getElement().setAttribute("role", "status");
        list.addClassName("trail");
        more.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    }

    private Div filters() {
        who.setPlaceholder(Texts.t("trail.anybody"));
        who.setAriaLabel(Texts.t("trail.actor"));
        who.setClearButtonVisible(true);
        who.setItemLabelGenerator(Who::name);
        who.setItems((Query<Who, String> query) ->
                events.actors(actor.get(), query.getFilter().orElse(""), MOST_ACTORS).stream()
                        .skip(query.getOffset())
                        .limit(query.getLimit()));
        kind.setPlaceholder(Texts.t("trail.anything"));
        kind.setAriaLabel(Texts.t("trail.kind"));
        kind.setClearButtonVisible(true);
        kind.setItemLabelGenerator(TrailView::words);
        kind.setItems(events.kinds(actor.get()));
        for (DatePicker picker : List.of(from, until)) {
            picker.setClearButtonVisible(true);
            picker.setLocale(Texts.language());
        }
        from.setPlaceholder(Texts.t("trail.from"));
        from.setAriaLabel(Texts.t("trail.from"));
        until.setPlaceholder(Texts.t("trail.until"));
        until.setAriaLabel(Texts.t("trail.until"));
        who.addValueChangeListener(event -> changed(event.isFromClient()));
        kind.addValueChangeListener(event -> changed(event.isFromClient()));
        from.addValueChangeListener(event -> changed(event.isFromClient()));
        until.addValueChangeListener(event -> changed(event.isFromClient()));
        Div bar = new Div(who, kind, from, until, ofCase);
        bar.addClassName("toolbar");
        return bar;
    }

    /** The address is the filter, so that it can be sent, kept and gone back to. */
    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        QueryParameters asked = event.getLocation().getQueryParameters();
        filter = new Filter(
                read(asked, "actor", UUID::fromString),
                read(asked, "case", UUID::fromString),
                read(asked, "kind", Function.identity()),
                read(
                        asked,
                        "from",
                        text -> LocalDate.parse(text).atStartOfDay(zone()).toInstant()),
                read(
                        asked,
                        "until",
                        text -> LocalDate.parse(text)
                                .plusDays(1)
                                .atStartOfDay(zone())
                                .toInstant()));
        UUID asker = filter.actor();
        who.setValue(asker == null ? null : events.actor(actor.get(), asker).orElse(null));
        kind.setValue(filter.kind());
        from.setValue(read(asked, "from", LocalDate::parse));
        until.setValue(read(asked, "until", LocalDate::parse));
        showCase();
        show();
    }

    private static <T> @Nullable T read(QueryParameters asked, String name, Function<String, T> as) {
        Optional<String> text = asked.getSingleParameter(name).filter(each -> !each.isBlank());
        try {
            return text.map(as).orElse(null);
        } catch (IllegalArgumentException | DateTimeException e) {
            // an address that somebody mistyped shows the whole trail rather than a failure
            return null;
        }
    }

    private void changed(boolean byPerson) {
        if (byPerson) {
            go(filter.caseId());
        }
    }

    private void go(@Nullable UUID caseId) {
        Map<String, String> asked = new HashMap<>();
        Optional.ofNullable(who.getValue())
                .ifPresent(each -> asked.put("actor", each.id().toString()));
        Optional.ofNullable(kind.getValue()).ifPresent(each -> asked.put("kind", each));
        Optional.ofNullable(from.getValue()).ifPresent(each -> asked.put("from", each.toString()));
        Optional.ofNullable(until.getValue()).ifPresent(each -> asked.put("until", each.toString()));
        Optional.ofNullable(caseId).ifPresent(each -> asked.put("case", each.toString()));
        getUI().ifPresent(ui -> ui.navigate(TrailView.class, QueryParameters.simple(asked)));
    }

    private void showCase() {
        ofCase.removeAll();
        UUID caseId = filter.caseId();
        if (caseId != null) {
            Button all = new Button(Glyph.CROSS.icon(), event -> go(null));
            all.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            all.setAriaLabel(Texts.t("trail.allCases"));
            ofCase.add(new Span(Texts.t("trail.ofCase") + " "), new ShortId(caseId.toString()), all);
        }
    }

    private void show() {
        list.removeAll();
        verdict.removeAll();
        verdict.setClassName("");
        last = null;
        day = null;
        more();
        if (last == null) {
            list.add(new EmptyState(Glyph.HISTORY, Texts.t("trail.empty"), Texts.t("trail.emptyNext")));
        }
    }

    private void more() {
        List<TrailEvent> page = events.page(actor.get(), filter, last, STEP + 1);
        more.setVisible(page.size() > STEP);
        EventWords words = new EventWords(events.names(actor.get(), EventWords.ids(page)));
        for (TrailEvent event : page.subList(0, Math.min(page.size(), STEP))) {
            LocalDate its = event.at().atZone(zone()).toLocalDate();
            if (!its.equals(day)) {
                day = its;
                begin(its);
            }
            rows.add(row(event, words));
            last = event.place();
        }
    }

    private void begin(LocalDate of) {
        H2 title = new H2(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                        .withLocale(Texts.language())
                        .format(of)
                + " · " + zone().getDisplayName(TextStyle.SHORT, Texts.language()));
        title.addClassName("section-title");
        rows = new UnorderedList();
        rows.addClassName("rows");
        Div section = new Div(title, rows);
        section.addClassName("panel");
        list.add(section);
    }

    private ListItem row(TrailEvent event, EventWords said) {
        Span name = new Span(new Span(event.actorName() + " "));
        name.addClassNames("trail-who", "clip");
        Span what = new Span(words(event.kind()));
        what.addClassNames("trail-what", "strong", "clip");
        Span line = new Span(said.line(event));
        line.addClassNames("trail-line", "muted", "clip");
        if (!event.actorKind().equals("person")) {
            name.add(new Badge(Texts.t("trail.actorKind." + event.actorKind())));
        }
        Span time = new Span(TIME.format(event.at().atZone(zone())));
        time.addClassNames("trail-time", "muted");
        time.setTitle(event.at().toString());
        Div place = new Div();
        place.addClassName("trail-case");
        UUID caseId = event.caseId();
        if (caseId != null) {
            Anchor open = new Anchor("/case/" + caseId, Texts.t("trail.case", String.valueOf(event.caseNumber())));
            open.addClassName("nowrap");
            Button only = new Button(Glyph.FILTER.icon(), click -> go(caseId));
            only.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            only.setAriaLabel(Texts.t("trail.onlyCase", String.valueOf(event.caseNumber())));
            place.add(open, only);
        }
        ListItem row = new ListItem(time, name, what, place, line);
        Button all = new Button(Texts.t("trail.all"));
        all.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        all.getElement().setAttribute("aria-expanded", "false");
        Div whole = new Div();
        whole.setVisible(false);
        whole.addClassName("trail-opened");
        all.addClickListener(click -> {
            boolean open = !whole.isVisible();
            if (open && whole.getComponentCount() == 0) {
                whole.add(said.whole(event));
            }
            whole.setVisible(open);
            all.getElement().setAttribute("aria-expanded", Boolean.toString(open));
        });
        row.add(all, whole);
        return row;
    }

    private void verify() {
        verdict.removeAll();
        boolean broken = false;
        UUID caseId = filter.caseId();
        if (caseId != null) {
            broken = !tell(Texts.t("trail.chainOfCase"), chains.ofCase(actor.get(), caseId));
        } else {
            for (Area area : Area.values()) {
                broken |= !tell(Texts.t("trail.area." + area.code()), chains.ofArea(actor.get(), area));
            }
            verdict.add(new Span(Texts.t("trail.casesApart")));
        }
        verdict.setClassName("notice " + (broken ? "notice-danger" : "notice-ok"));
        verdict.addComponentAsFirst((broken ? Glyph.WARNING : Glyph.SHIELD_CHECK).icon());
    }

    /** @return whether it is whole */
    private boolean tell(String chain, ChainCheck.Result result) {
        Span line = new Span(
                switch (result) {
                    case ChainCheck.Whole whole -> Texts.t("trail.whole", chain, whole.entries());
                    case ChainCheck.Broken broken ->
                        Texts.t(
                                "trail.broken." + broken.fault().name().toLowerCase(java.util.Locale.ROOT),
                                chain,
                                broken.seq());
                    case ChainCheck.Unknown _ -> Texts.t("trail.unknown");
                });
        line.addClassName("nowrap");
        verdict.add(line);
        return result instanceof ChainCheck.Whole;
    }

    private static ZoneId zone() {
        return PersonZone.of(UI.getCurrent());
    }

    /** An act of a version that is no longer there is told by its code. */
    private static String words(String kind) {
        String key = "audit.kind." + kind;
        return Texts.has(key) ? Texts.t(key) : kind;
    }
}
