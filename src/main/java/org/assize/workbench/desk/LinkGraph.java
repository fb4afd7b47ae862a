package org.assize.workbench.desk;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assize.insight.LinkedAccounts.Account;
import org.assize.insight.LinkedAccounts.Hub;
import org.assize.insight.LinkedAccounts.Picture;
import org.assize.platform.ui.Texts;

/** Accounts and what ties them, as a picture. It shows nothing that the list beside it does not say. */
@Tag("assize-links")
final class LinkGraph extends Component implements HasStyle {

    /** Hubs drawn: those that most of the accounts have. The list names all of them. */
    private static final int HUBS = 2;

    private Map<String, Object> spec = Map.of();

    /** @param chosen told the id of an account that somebody clicked */
    LinkGraph(Consumer<String> chosen) {
        getElement()
                .addEventListener(
                        "assize-account",
                        event -> chosen.accept(
                                event.getEventData().get("event.detail").asString()))
                .addEventData("event.detail");
    }

    void show(Picture picture) {
        long largest = picture.accounts().stream()
                .mapToLong(account -> account.valueAtRisk().minor())
                .max()
                .orElse(0);
        List<Map<String, Object>> accounts = new ArrayList<>();
        picture.accounts().forEach(account -> accounts.add(account(account, largest)));
        spec = Map.of(
                "label",
                Texts.t(
                        "workbench.links.picture",
                        picture.accounts().size(),
                        picture.links().size()),
                "accounts",
                accounts,
                "links",
                picture.links().stream()
                        .map(link -> Map.of("name", LinkWords.shortKind(link.kind()), "sellers", link.sellers()))
                        .toList(),
                "hubs",
                picture.hubs().stream()
                        .filter(hub -> hub.sellers().size() > 1)
                        .sorted(Comparator.comparing((Hub hub) -> -hub.sellers().size()))
                        .limit(HUBS)
                        .map(hub -> Map.of("name", LinkWords.hubNode(hub), "sellers", hub.sellers()))
                        .toList(),
                "words",
                Map.of(
                        "nearer",
                        Texts.t("workbench.links.nearer"),
                        "further",
                        Texts.t("workbench.links.further"),
                        "whole",
                        Texts.t("workbench.links.whole")));
        refresh();
    }

    private static Map<String, Object> account(Account account, long largest) {
        return Map.of(
                "id",
                account.sellerId(),
                "name",
                LinkWords.name(account),
                "mark",
                account.mark().code(),
                // by area, so that twice the value looks twice as large
                "size",
                largest == 0 ? 0 : Math.sqrt((double) account.valueAtRisk().minor() / largest),
                "beyond",
                account.beyond(),
                "asked",
                account.steps() == 0);
    }

    private void refresh() {
        if (isAttached() && !spec.isEmpty()) {
            getElement().setPropertyMap("spec", spec);
        }
    }

    @Override
    protected void onAttach(AttachEvent event) {
        refresh();
    }
}
