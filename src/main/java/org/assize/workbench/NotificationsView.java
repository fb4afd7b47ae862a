package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assize.casework.MarkNotificationsRead;
import org.assize.casework.Notification;
import org.assize.casework.NotificationList;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.LiveList;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** What I should know of cases where I was not there: who named me, asked me, answered me, gave me a case. */
@Route(value = "notifications", layout = MainLayout.class)
@RolesAllowed("cases:read")
class NotificationsView extends Page {

    private static final int SNIPPET = 160;

    private final KeysetGrid<Notification> grid = new KeysetGrid<>();
    private final LiveList<Notification, UUID> live;

    NotificationsView(
            CurrentActor actor, NotificationList notifications, MarkNotificationsRead markRead, Bulletin bulletin) {
        super("nav.notifications");
        addClassName("page-full");
        Actor me = actor.get();
        live = new LiveList<>(grid, Notification::id, ids -> List.of());
        Live.follow(this, bulletin, change -> change.concerns(NotificationList.TOPIC, me.id()), news -> live.look());
        Button all = new Button(Texts.t("workbench.notifications.allRead"), Glyph.CHECK.icon(), event -> {
            markRead.mark(actor.get(), null);
            live.look();
        });
        beside(live);
        actions(ViewKeys.click(all, "Shift+a"));
        columns();
        grid.setAriaLabel(Texts.t("nav.notifications"));
        grid.whenEmpty(new EmptyState(
                Glyph.BELL, Texts.t("workbench.notifications.empty"), Texts.t("workbench.notifications.emptyNext")));
        add(grid);
        live.show(new KeysetSource<Notification, String>() {
            @Override
            public List<Notification> page(@Nullable String after, int limit) {
                return notifications.page(actor.get(), after, limit).items();
            }

            @Override
            public String positionOf(Notification one) {
                return NotificationList.positionOf(one).encoded();
            }
        });
    }

    private void columns() {
        grid.addColumn(LitRenderer.<Notification>of("<a href=${item.href}>${item.what}</a>")
                        .withProperty("href", NotificationsView::where)
                        .withProperty("what", NotificationsView::what))
                .setHeader(Texts.t("workbench.notifications.what"))
                .setWidth("22rem")
                .setFlexGrow(0);
        grid.addColumn(NotificationsView::snippet)
                .setHeader(Texts.t("workbench.notifications.words"))
                .setFlexGrow(1);
        grid.addColumn(RelativeTime.renderer(Notification::sentAt))
                .setHeader(Texts.t("workbench.notifications.when"))
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.setPartNameGenerator(one -> one.readAt() == null ? "row-new" : null);
        grid.addItemClickListener(click -> QueueView.open(UI.getCurrent(), where(click.getItem())));
    }

    /** Of many cases to the list of those that wait. */
    private static String where(Notification one) {
        return one.cases() > 1 ? "my-work" : NextCase.desk(one.caseId()) + "?tab=notes";
    }

    private static String what(Notification one) {
        return Texts.t(
                "workbench.notifications." + one.kind().name().toLowerCase(Locale.ROOT)
                        + (one.cases() > 1 ? ".many" : ""),
                one.sentBy(),
                CaseWords.number(one.caseNumber()),
                one.cases());
    }

    private static String snippet(Notification one) {
        if (one.words().isEmpty()) {
            return Texts.t("workbench.notifications.sealed");
        }
        String words = one.words().replaceAll("\\s+", " ").strip();
        return words.length() <= SNIPPET ? words : words.substring(0, SNIPPET) + "…";
    }
}
