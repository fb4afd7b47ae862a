package org.assize.workbench;

import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;

/** What should I do now. */
@Route("")
@PermitAll
@NavEntry(section = NavEntry.Section.WORK, order = 0, glyph = Glyph.HOME, key = "h")
class HomeView extends Page {

    HomeView() {
        super("nav.home");
        add(new EmptyState(Glyph.INBOX, Texts.t("workbench.home.empty"), Texts.t("workbench.home.emptyNext")));
    }
}
