package org.assize.ingest.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;

/** The ways in side by side, by a number each. */
final class FeedTabs extends Nav {

    private static final String[] PAGES = {FeedsNavigation.FILES, FeedsNavigation.KAFKA};

    /** @param here the page that shows them */
    FeedTabs(String here) {
        addClassName("page-tabs");
        getElement().setAttribute("aria-label", Texts.t("nav.feeds"));
        for (int place = 0; place < PAGES.length; place++) {
            String page = PAGES[place];
            String label = "ingest.tab." + page.substring(page.indexOf('/') + 1);
            String key = Integer.toString(place + 1);
            Anchor link = new Anchor(page, new Span(Texts.t(label)), ViewKeys.kbd(key));
            if (page.equals(here)) {
                link.getElement().setAttribute("aria-current", "page");
            }
            add(ViewKeys.bind(link, key, label));
        }
    }
}
