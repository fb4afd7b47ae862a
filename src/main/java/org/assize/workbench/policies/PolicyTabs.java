package org.assize.workbench.policies;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;

/** The pages of the policies side by side, by a number each. */
final class PolicyTabs extends Nav {

    static final String QUEUES = "policies";
    static final String ROUTING = "policies/routing";
    static final String CALENDARS = "policies/calendars";
    static final String FLAGGING = "policies/flagging";
    static final String TEXTS = "policies/texts";
    static final String TEAM = "policies/team";

    private static final String[] PAGES = {QUEUES, ROUTING, CALENDARS, FLAGGING, TEXTS, TEAM};

    /**
     * @param here the page that shows them
     * @param may change policies, and so see the team
     */
    PolicyTabs(String here, boolean may) {
        addClassName("page-tabs");
        getElement().setAttribute("aria-label", Texts.t("nav.policies"));
        for (int place = 0; place < PAGES.length; place++) {
            String page = PAGES[place];
            if (page.equals(TEAM) && !may) {
                continue;
            }
            String label = "policies.tab." + page.substring(page.indexOf('/') + 1);
            String key = Integer.toString(place + 1);
            Anchor link = new Anchor(page, new Span(Texts.t(label)), ViewKeys.kbd(key));
            if (page.equals(here)) {
                link.getElement().setAttribute("aria-current", "page");
            }
            add(ViewKeys.bind(link, key, label));
        }
    }
}
