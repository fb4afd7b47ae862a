package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLink;
import org.assize.casework.NotificationList;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;

/** How many notifications are new, in sight on every page; leads to them. */
final class Bell extends RouterLink {

    static final String KEY = "Shift+n";

    private final NotificationList notifications;
    private final CurrentActor actor;
    private final Span count = new Span();

    Bell(NotificationList notifications, CurrentActor actor, Bulletin bulletin) {
        super("", NotificationsView.class);
        this.notifications = notifications;
        this.actor = actor;
        addClassName("bell");
        count.addClassName("bell-count");
        count.getElement().setAttribute("aria-hidden", "true");
        add(Glyph.BELL.icon(), count);
        ViewKeys.bind(this, KEY, "nav.notifications");
        Actor me = actor.get();
        Live.follow(this, bulletin, change -> change.concerns(NotificationList.TOPIC, me.id()), news -> look());
    }

    @Override
    protected void onAttach(AttachEvent event) {
        look();
    }

    private void look() {
        Actor me = actor.get();
        int unread = me.may(Permission.READ_CASES) ? notifications.unread(me) : 0;
        boolean more = unread > NotificationList.CAP;
        count.setText(unread == 0 ? "" : Texts.number(Math.min(unread, NotificationList.CAP)) + (more ? "+" : ""));
        String words = Texts.t("workbench.bell", unread);
        getElement().setAttribute("aria-label", words);
        getElement().setAttribute("title", words);
    }
}
