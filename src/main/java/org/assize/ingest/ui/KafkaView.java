package org.assize.ingest.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.assize.ingest.Complaint;
import org.assize.ingest.kafka.DeadLetter;
import org.assize.ingest.kafka.DeadLetterList;
import org.assize.ingest.kafka.DropDeadLetter;
import org.assize.ingest.kafka.FeedStream;
import org.assize.ingest.kafka.RetryDeadLetter;
import org.assize.ingest.kafka.StreamState;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Confirm;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** What comes by Kafka: how far each topic is, and the messages that were set aside. */
@Route(FeedsNavigation.KAFKA)
@RolesAllowed("feeds:read")
class KafkaView extends Page {

    private static final List<String> FIGURES =
            List.of("waiting", "last", "accepted", "duplicates", "updated", "rejected", "letters");

    private final CurrentActor actor;
    private final FeedStream stream;
    private final DeadLetterList letters;
    private final RetryDeadLetter retry;
    private final DropDeadLetter drop;
    private final boolean sends;
    private final Div connection = new Div();
    private final Div away = new Div();
    private final Div topics = new Div();
    private final KeysetGrid<DeadLetter> grid = new KeysetGrid<>();

    KafkaView(
            CurrentActor actor,
            FeedStream stream,
            DeadLetterList letters,
            RetryDeadLetter retry,
            DropDeadLetter drop,
            Bulletin bulletin) {
        super("nav.feeds");
        this.actor = actor;
        this.stream = stream;
        this.letters = letters;
        this.retry = retry;
        this.drop = drop;
        this.sends = actor.get().may(Permission.SEND_FEEDS);
        addClassName("page-fill");
        add(new FeedTabs(FeedsNavigation.KAFKA));
        StreamState state = stream.state(actor.get());
        if (!state.isOn()) {
            add(new EmptyState(Glyph.PLUG, Texts.t("ingest.kafka.off"), Texts.t("ingest.kafka.offNext")));
            return;
        }
        beside(connection);
        topics.addClassName("queue-table");
        H2 title = new H2(Texts.t("ingest.kafka.letters.title"));
        title.addClassName("section-title");
        columns();
        Div list = new Div(title, grid);
        list.addClassName("import-rejects");
        add(away, topics, list);
        show(state);
        Live.follow(this, bulletin, change -> change.isOf(FeedStream.TOPIC), news -> show(stream.state(actor.get())));
        Live.follow(this, bulletin, change -> change.isOf(DeadLetterList.TOPIC), news -> lookAgain());
    }

    private void show(StreamState state) {
        connection.removeAll();
        connection.add(
                state.connected()
                        ? new Badge(Texts.t("ingest.kafka.connected"), Badge.Tone.OK)
                        : new Badge(Texts.t("ingest.kafka.unreachable"), Badge.Tone.WARNING));
        connection.getElement().setAttribute("title", state.servers() + " · " + state.group());
        away.removeAll();
        away.setVisible(!state.connected());
        if (!state.connected()) {
            away.add(FeedWords.notice(
                    "notice-warning", Texts.t("ingest.kafka.away", String.valueOf(state.servers())), List.of()));
        }
        topics.removeAll();
        topics.add(table(state));
    }

    private static NativeTable table(StreamState state) {
        NativeTable table = new NativeTable();
        table.getElement().setAttribute("aria-label", Texts.t("ingest.kafka.topics"));
        NativeTableRow head = table.getHead().addRow();
        head.add(header("topic", false));
        FIGURES.forEach(column -> head.add(header(column, true)));
        for (StreamState.Topic topic : state.topics()) {
            NativeTableRow row = table.getBody().addRow();
            Span name = new Span(topic.name());
            name.addClassNames("small", "muted");
            Span feed = new Span(FeedWords.of(topic.feed()));
            feed.addClassName("strong");
            Div both = new Div(feed, name);
            both.addClassName("two-lines");
            NativeTableHeaderCell first = new NativeTableHeaderCell();
            first.getElement().setAttribute("scope", "row");
            first.add(both);
            row.add(first);
            number(row, waiting(state, topic));
            number(row, topic.lastSentAt() == null ? new Span("–") : new RelativeTime(topic.lastSentAt()));
            number(row, new Span(Texts.number(topic.accepted())));
            number(row, new Span(Texts.number(topic.duplicates())));
            number(row, new Span(Texts.number(topic.updated())));
            number(row, new Span(Texts.number(topic.rejected())));
            Span dead = new Span(Texts.number(topic.deadLetters()));
            if (topic.deadLetters() > 0) {
                dead.addClassNames("strong", "risk-high");
            }
            number(row, dead);
        }
        return table;
    }

    /** Messages that wait, or why nobody knows. */
    private static Component waiting(StreamState state, StreamState.Topic topic) {
        Long lag = topic.lag();
        if (lag != null) {
            return new Span(Texts.number(lag));
        }
        Span unknown = new Span(Texts.t(state.connected() ? "ingest.kafka.noTopic" : "ingest.kafka.unknown"));
        unknown.addClassName("muted");
        return unknown;
    }

    private static NativeTableHeaderCell header(String column, boolean number) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("ingest.kafka.column." + column));
        cell.getElement().setAttribute("scope", "col");
        if (number) {
            cell.addClassName("num");
        }
        return cell;
    }

    private static void number(NativeTableRow row, Component content) {
        NativeTableCell cell = new NativeTableCell();
        cell.addClassName("num");
        cell.add(content);
        row.add(cell);
    }

    private void columns() {
        grid.addColumn(row -> FeedWords.of(row.feed()))
                .setHeader(Texts.t("ingest.feed"))
                .setWidth("6rem")
                .setFlexGrow(0);
        grid.addColumn(row -> row.partition() + " · " + row.offset())
                .setHeader(Texts.t("ingest.kafka.place"))
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addColumn(DeadLetterWords::reason)
                .setHeader(Texts.t("ingest.reason"))
                .setWidth("17rem")
                .setFlexGrow(4)
                .setTooltipGenerator(DeadLetterWords::reason);
        grid.addColumn(row -> row.reject().value())
                .setHeader(Texts.t("ingest.value"))
                .setWidth("8rem")
                .setFlexGrow(2)
                .setTooltipGenerator(row -> row.reject().value());
        grid.addColumn(row -> Texts.number(row.attempts()))
                .setHeader(Texts.t("ingest.kafka.attempts"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("5.5rem")
                .setFlexGrow(0);
        grid.addColumn(RelativeTime.renderer(DeadLetter::failedAt))
                .setHeader(Texts.t("ingest.when"))
                .setWidth("5.5rem")
                .setFlexGrow(0);
        if (sends) {
            grid.addComponentColumn(this::acts)
                    .setHeader(Texts.t("ingest.kafka.acts"))
                    .setWidth("11.5rem")
                    .setFlexGrow(0);
        }
        grid.whenEmpty(new EmptyState(
                Glyph.CHECK, Texts.t("ingest.kafka.letters.none"), Texts.t("ingest.kafka.letters.noneNext")));
        grid.show(new KeysetSource<DeadLetter, String>() {
            @Override
            public List<DeadLetter> page(@Nullable String after, int limit) {
                return letters.page(actor.get(), after, limit).items();
            }

            @Override
            public String positionOf(DeadLetter row) {
                return DeadLetterList.positionOf(row);
            }
        });
        grid.getDataCommunicator().getKeyMapper().setIdentifierGetter(DeadLetter::id);
    }

    private Component acts(DeadLetter letter) {
        Button again = new Button(Texts.t("ingest.kafka.retry"), Glyph.REFRESH.icon(), click -> retry(letter));
        again.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        again.setAriaLabel(Texts.t("ingest.kafka.retryWhich", letter.partition() + " · " + letter.offset()));
        Button away = new Button(Texts.t("ingest.kafka.drop"), Glyph.TRASH.icon(), click -> ask(letter));
        away.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        away.setAriaLabel(Texts.t("ingest.kafka.dropWhich", letter.partition() + " · " + letter.offset()));
        Div both = new Div(again, away);
        both.addClassName("meter-cell");
        return both;
    }

    private void retry(DeadLetter letter) {
        switch (retry.retry(actor.get(), letter.id())) {
            case RetryDeadLetter.Accepted _ -> Notification.show(Texts.t("ingest.kafka.retried"));
            case RetryDeadLetter.RefusedAgain(Complaint complaint) ->
                Notification.show(Texts.t("ingest.kafka.refusedAgain", FeedWords.of(complaint)));
            case RetryDeadLetter.SettledBefore _, RetryDeadLetter.Unknown _ ->
                Notification.show(Texts.t("ingest.kafka.settledBefore"));
        }
        lookAgain();
    }

    private void ask(DeadLetter letter) {
        Confirm.danger(
                Texts.t("ingest.kafka.drop.title"),
                Texts.t("ingest.kafka.drop.text", DeadLetterWords.reason(letter)),
                Texts.t("ingest.kafka.drop.verb"),
                () -> {
                    var _ = drop.drop(actor.get(), letter.id());
                    lookAgain();
                });
    }

    private void lookAgain() {
        grid.getDataProvider().refreshAll();
        show(stream.state(actor.get()));
    }
}
