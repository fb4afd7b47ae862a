package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.MyWork;
import org.assize.queue.QueueBacklog;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.training.Promotion;
import org.assize.training.Promotions;
import org.jspecify.annotations.Nullable;

/** What should I do now. */
@Route("")
@PermitAll
@NavEntry(section = NavEntry.Section.WORK, order = 0, glyph = Glyph.HOME, key = "h")
class HomeView extends Page {

    private final CurrentActor actor;
    private final QueueBacklog backlog;
    private final MyWork myWork;
    private final NextCase next;
    private final AssizeClock clock;
    private final Div content = new Div();
    private final Div mine = new Div();
    private final Div asked = new Div();
    private final Promotions promotions;
    private List<QueueBacklog.Line> lines = List.of();
    private MyWork.@Nullable Sheet sheet;
    private @Nullable QueueTable table;

    HomeView(
            CurrentActor actor,
            QueueBacklog backlog,
            MyWork myWork,
            NextCase next,
            Promotions promotions,
            AssizeClock clock,
            Bulletin bulletin) {
        super("nav.home");
        this.actor = actor;
        this.backlog = backlog;
        this.myWork = myWork;
        this.next = next;
        this.promotions = promotions;
        this.clock = clock;
        content.addClassName("stack");
        mine.addClassName("stack");
        add(asked, content, mine);
        Live.follow(this, bulletin, QueueBacklog::tells, news -> getUI().ifPresent(this::look));
    }

    @Override
    protected void onAttach(AttachEvent event) {
        UI ui = event.getUI();
        Actor me = actor.get();
        title(Texts.t("workbench.home.good." + PersonDay.of(ui, clock.now()).part(), me.name()));
        content.removeAll();
        asked.removeAll();
        table = null;
        sheet = null;
        promotions(me);
        if (!me.may(Permission.READ_CASES)) {
            content.add(
                    new EmptyState(Glyph.HOME, Texts.t("workbench.home.other"), Texts.t("workbench.home.otherNext")));
            return;
        }
        if (me.may(Permission.WORK_CASES) && event.isInitialAttach()) {
            Button take = new Button(Texts.t("workbench.nextCase"), click -> next.ofAny(ui, lines));
            take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(take, "n"));
        }
        look(ui);
    }

    /** Reads again and writes what has changed. */
    private void look(UI ui) {
        Actor me = actor.get();
        if (!me.may(Permission.READ_CASES)) {
            return;
        }
        boolean works = me.may(Permission.WORK_CASES);
        PersonDay day = PersonDay.of(ui, clock.now());
        lines = backlog.read(me, day.start());
        if (lines.stream().allMatch(line -> line.open() == 0)) {
            table = null;
            content.removeAll();
            content.add(new EmptyState(
                    Glyph.INBOX,
                    Texts.t("workbench.home.empty"),
                    Texts.t("workbench.home.emptyNext"),
                    begin(me).toArray(Component[]::new)));
        } else if (table == null || !table.update(lines)) {
            table = new QueueTable(lines, works ? queue -> next.of(ui, queue) : null);
            content.removeAll();
            content.add(table);
        }
        if (works) {
            MyWork.Sheet now = myWork.read(me, day.start());
            if (!now.equals(sheet)) {
                sheet = now;
                mine.removeAll();
                mine(now);
            }
        }
    }

    /** Where a house with nothing in it begins, for whoever may begin there. */
    private static List<Component> begin(Actor me) {
        List<Component> links = new ArrayList<>();
        if (me.may(Permission.SEND_FEEDS)) {
            links.add(new Anchor("feeds/bring", Texts.t("workbench.home.feeds")));
        }
        if (me.may(Permission.MANAGE_TOKENS)) {
            links.add(new Anchor("tokens", Texts.t("workbench.home.tokens")));
        }
        if (me.may(Permission.MANAGE_PEOPLE)) {
            links.add(new Anchor("people", Texts.t("workbench.home.people")));
        }
        return links;
    }

    /** What another person has asked for and waits for somebody like this one. */
    private void promotions(Actor me) {
        if (!me.may(Permission.APPROVE_PROMOTIONS) || !me.may(Permission.READ_MODELS)) {
            return;
        }
        long waiting = promotions.newest(me, 100).stream()
                .filter(Promotion::open)
                .filter(each -> !each.requestedById().equals(me.id()))
                .count();
        if (waiting > 0) {
            Anchor look = new Anchor("models", Texts.t("workbench.home.promotions", waiting));
            Div notice = new Div(Glyph.BRAIN.icon(), look);
            notice.addClassName("notice");
            asked.add(notice);
        }
    }

    private void mine(MyWork.Sheet sheet) {
        if (!sheet.held().isEmpty()) {
            mine.add(new CaseRows<>("workbench.mine.held", sheet.held(), its -> its, HomeView::until));
        }
        if (!sheet.handedOver().isEmpty()) {
            mine.add(new CaseRows<>(
                    "workbench.mine.handedOver",
                    sheet.handedOver(),
                    its -> its,
                    its -> labelled("workbench.due", new RelativeTime(its.dueAt()))));
        }
        int drafts = sheet.drafts().size();
        int decided = sheet.decidedToday().size();
        if (drafts + decided > 0) {
            RouterLink more = new RouterLink(Texts.t("workbench.home.mine", drafts, decided), MyWorkView.class);
            mine.add(more);
        }
    }

    static Div until(FraudCase its) {
        return labelled("workbench.heldUntil", new RelativeTime(its.claimedUntil()));
    }

    static Div labelled(String labelKey, Component value) {
        Span label = new Span(Texts.t(labelKey));
        label.addClassName("muted");
        Div pair = new Div(label, value);
        pair.addClassName("pair");
        return pair;
    }
}
