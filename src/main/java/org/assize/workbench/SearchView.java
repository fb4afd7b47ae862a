package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.security.CurrentActor;
import org.assize.subject.SearchQuery;

/** Everything that a search finds. The address is the query, unless that is somebody's mail address, number or account. */
@Route(value = "search", layout = MainLayout.class)
@RolesAllowed("cases:read")
@NavEntry(section = NavEntry.Section.WORK, order = 15, glyph = Glyph.SEARCH, key = "s")
class SearchView extends Page implements BeforeEnterObserver {

    private final SearchBox box;

    SearchView(Search search, CurrentActor actor) {
        super("nav.search");
        note(Texts.t("workbench.search.note"));
        box = SearchBox.onPage(search, actor, SearchView::remember);
        add(box);
    }

    static String address(SearchQuery query) {
        return query.isEmpty() || query.looksPersonal()
                ? "search"
                : "search?q=" + URLEncoder.encode(query.text(), StandardCharsets.UTF_8);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        box.ask(SearchQuery.of(
                event.getLocation().getQueryParameters().getSingleParameter("q").orElse("")));
    }

    private static void remember(SearchQuery query) {
        UI.getCurrent().getPage().getHistory().replaceState(null, address(query));
    }
}
