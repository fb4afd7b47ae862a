package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.HighlightConditions;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.router.RouteData;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.AccessAnnotationChecker;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.flow.shared.Registration;
import java.security.Principal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assize.casework.NotificationList;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeyChoices;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.ProgressLine;
import org.assize.platform.ui.Running;
import org.assize.platform.ui.Still;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.security.EndSession;
import org.assize.security.Permission;
import org.assize.security.Preferences;
import org.assize.security.Role;
import org.jspecify.annotations.Nullable;

/** The shell around every route that does not ask to stand alone: pages at the left, what is running and the person at the top, the view in the rest. */
@Layout
@AnonymousAllowed
public class MainLayout extends Div implements RouterLayout {

    /** What of the look goes with the person and not only with the browser. */
    private static final List<String> LOOKS = List.of("density", "keys", "theme");

    private final RunningBoard board;
    private final CurrentActor actor;
    private final EndSession endSession;
    private final NotificationList notifications;
    private final Bulletin bulletin;
    private final Search search;
    private final Preferences preferences;
    private final Main main = new Main();
    private final Div running = new Div();
    private Look look;
    private @Nullable Registration watching;

    MainLayout(
            RunningBoard board,
            CurrentActor actor,
            EndSession endSession,
            NotificationList notifications,
            Bulletin bulletin,
            Search search,
            Preferences preferences) {
        this.board = board;
        this.search = search;
        this.preferences = preferences;
        this.actor = actor;
        this.endSession = endSession;
        this.notifications = notifications;
        this.bulletin = bulletin;
        VaadinRequest request = VaadinRequest.getCurrent();
        look = Look.of(request);
        addClassName("shell");
        Anchor skip = new Anchor("#main", Texts.t("workbench.skip"));
        skip.addClassName("skip-link");
        skip.setRouterIgnore(true);
        main.addClassName("shell-main");
        main.setId("main");
        main.getElement().setAttribute("tabindex", "-1");
        add(skip, rail(request), bar(request), main, new Shortcuts(this::keepLook));
    }

    @Override
    public void showRouterLayoutContent(@Nullable HasElement content) {
        main.getElement().removeAllChildren();
        if (content != null) {
            main.getElement().appendChild(content.getElement());
        }
    }

    @Override
    public void removeRouterLayoutContent(@Nullable HasElement oldContent) {
        main.getElement().removeAllChildren();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        UI ui = event.getUI();
        actor.find().ifPresent(this::asIsLiked);
        VaadinRequest request = VaadinRequest.getCurrent();
        // what runs says who may see it, by role or by scope; the request that knows is gone when it is told
        List<String> roles = request == null
                ? List.of()
                : Stream.concat(
                                Arrays.stream(Role.values()).map(Role::code),
                                Arrays.stream(Permission.values()).map(Permission::scope))
                        .filter(request::isUserInRole)
                        .toList();
        watching = board.watch(all -> {
            List<Running> mine = all.stream()
                    .filter(each -> each.roles().stream().anyMatch(roles::contains))
                    .toList();
            var _ = ui.access(() -> tell(mine));
        });
    }

    @Override
    protected void onDetach(DetachEvent event) {
        if (watching != null) {
            watching.remove();
            watching = null;
        }
    }

    private void tell(List<Running> all) {
        running.removeAll();
        for (Running each : all) {
            Span what = new Span(Texts.t(each.textKey(), each.args().toArray()));
            what.addClassName("clip");
            Anchor link = new Anchor(each.location(), what);
            link.addClassName("running");
            if (!Double.isNaN(each.share())) {
                link.add(new ProgressLine.Meter().fill(each.share()), new Span(Texts.percent(each.share(), 0)));
            }
            running.add(link);
        }
    }

    private Component rail(VaadinRequest request) {
        Nav rail = new Nav();
        rail.addClassName("shell-rail");
        rail.getElement().setAttribute("aria-label", Texts.t("workbench.pages"));
        RouterLink brand = new RouterLink("", HomeView.class);
        brand.add(Brand.mark(), new Span("Assize"));
        brand.addClassName("rail-brand");
        brand.getElement().setAttribute("aria-label", "Assize");
        rail.add(brand);
        Map<NavEntry.Section, List<RouteData>> sections = pages(request);
        for (NavEntry.Section section : NavEntry.Section.values()) {
            List<RouteData> pages = sections.getOrDefault(section, List.of());
            if (!pages.isEmpty()) {
                Div name = new Div(Texts.t("nav.section." + section.name().toLowerCase(Locale.ROOT)));
                name.addClassName("rail-section");
                UnorderedList list = new UnorderedList();
                list.addClassName("rail-list");
                pages.forEach(page -> list.add(new ListItem(link(page))));
                rail.add(name, list);
            }
        }
        Span fold = new Span(Texts.t("workbench.fold"));
        NativeButton button = new NativeButton();
        button.add(Glyph.PANEL.icon(), fold);
        button.addClassNames("rail-link", "rail-fold");
        button.getElement().setAttribute("aria-label", Texts.t("workbench.fold"));
        button.addClickListener(event -> prefer("rail", look.get("rail", "open").equals("folded") ? "open" : "folded"));
        Div foot = new Div(button);
        foot.addClassName("rail-foot");
        rail.add(foot);
        return Still.draw(rail);
    }

    /** The pages with a {@link NavEntry} that this person may enter, by section and in order. */
    private static Map<NavEntry.Section, List<RouteData>> pages(VaadinRequest request) {
        AccessAnnotationChecker access = new AccessAnnotationChecker();
        Principal person = request.getUserPrincipal();
        return RouteConfiguration.forApplicationScope().getAvailableRoutes().stream()
                .filter(page -> page.getNavigationTarget().isAnnotationPresent(NavEntry.class))
                .filter(page -> access.hasAccess(page.getNavigationTarget(), person, request::isUserInRole))
                .sorted(Comparator.comparingInt(page -> entry(page).order()))
                .collect(Collectors.groupingBy(page -> entry(page).section()));
    }

    private static NavEntry entry(RouteData page) {
        return page.getNavigationTarget().getAnnotation(NavEntry.class);
    }

    private static RouterLink link(RouteData page) {
        NavEntry entry = entry(page);
        String path = page.getTemplate();
        String text = Texts.t("nav." + (path.isEmpty() ? "home" : path));
        RouterLink link = new RouterLink("", page.getNavigationTarget());
        link.add(entry.glyph().icon(), new Span(text), ViewKeys.kbd(entry.key()));
        link.addClassName("rail-link");
        link.getElement().setAttribute("title", text);
        link.getElement().setAttribute("data-go", entry.key());
        link.setHighlightCondition(
                path.isEmpty() ? HighlightConditions.sameLocation() : HighlightConditions.locationPrefix(path));
        link.setHighlightAction((target, here) -> {
            if (here) {
                target.getElement().setAttribute("aria-current", "page");
            } else {
                target.getElement().removeAttribute("aria-current");
            }
        });
        return link;
    }

    private Component bar(VaadinRequest request) {
        Div bar = new Div();
        bar.addClassName("shell-bar");
        running.addClassName("bar-running");
        running.getElement().setAttribute("aria-live", "off");
        Div spacer = new Div();
        spacer.addClassName("spacer");
        if (actor.find().filter(me -> me.may(Permission.READ_CASES)).isPresent()) {
            bar.add(SearchBox.inBar(search, actor));
        }
        bar.add(running, spacer);
        Principal person = request.getUserPrincipal();
        if (person != null) {
            if (request.isUserInRole("cases:read")) {
                bar.add(new Bell(notifications, actor, bulletin));
            }
            bar.add(menus(person.getName()));
        }
        bar.getElement().setAttribute("role", "banner");
        return bar;
    }

    private Component menus(String name) {
        ChoiceMenu looks = new ChoiceMenu(Glyph.SUN, Texts.t("workbench.look"), "");
        choices(looks, "theme", "system", "light", "dark");
        choices(looks, "density", "normal", "compact");
        ChoiceMenu person = new ChoiceMenu(Glyph.USER, name, name);
        for (Locale language : Texts.LANGUAGES) {
            person.option(
                    "language",
                    language.toLanguageTag(),
                    Texts.in(language, "platform.language"),
                    language,
                    () -> speak(language));
        }
        person.inForce("language", Texts.language().toLanguageTag())
                .act(
                        Texts.t("workbench.keys"),
                        () -> getElement().executeJs("document.querySelector('assize-shortcuts').open()"))
                .act(Texts.t("nav.keys"), () -> getUI().ifPresent(ui -> ui.navigate("keys")))
                .act(Texts.t("nav.account"), () -> getUI().ifPresent(ui -> ui.navigate("account")))
                .act(Texts.t("workbench.signOut"), () -> {
                    actor.find().ifPresent(endSession::end);
                    SignOut.now(this);
                });
        Div menus = new Div(looks, person);
        menus.addClassName("bar-menu");
        menus.getElement().setAttribute("role", "group");
        menus.getElement().setAttribute("aria-label", Texts.t("workbench.person"));
        return menus;
    }

    private void choices(ChoiceMenu menu, String preference, String... values) {
        for (String value : values) {
            menu.option(
                    preference,
                    value,
                    Texts.t("workbench." + preference + "." + value),
                    Texts.language(),
                    () -> prefer(preference, value));
        }
        menu.inForce(preference, look.get(preference, values[0]));
    }

    /** The cookie is of this browser; what the person chose at another one is brought here. */
    private void asIsLiked(Actor me) {
        Map<String, String> liked = preferences.of(me);
        KeyChoices keys = KeyChoices.parse(liked.getOrDefault(KeysView.MAP, ""));
        keys.makeCurrent();
        getElement().executeJs("document.documentElement.dataset.keymap = $0", keys.toString());
        LOOKS.forEach(name -> {
            String value = liked.get("look." + name);
            if (value != null && !value.equals(look.get(name, ""))) {
                prefer(name, value);
            }
        });
    }

    private void keepLook(String name, String value) {
        if (LOOKS.contains(name) && value.matches("[a-z]{1,12}")) {
            look = look.with(name, value);
            actor.find().ifPresent(me -> preferences.keep(me, "look." + name, value));
        }
    }

    private void prefer(String name, String value) {
        look = look.with(name, value);
        getElement().executeJs("window.assizePreference($0, $1)", name, value);
    }

    private void speak(Locale language) {
        look = look.with("language", language.toLanguageTag());
        getElement()
                .executeJs(
                        "document.cookie = $0 + '=' + $1 + '; Path=/; Max-Age=31536000; SameSite=Lax'; location.reload()",
                        Look.COOKIE,
                        look.cookie());
    }

    /** The overlay that {@code ?} opens; it reads the keys from the page, the words come from here. */
    @Tag("assize-shortcuts")
    private static final class Shortcuts extends Component {
        /** @param liked told how the person likes it, wherever on the page they said so */
        Shortcuts(BiConsumer<String, String> liked) {
            getElement()
                    .addEventListener(
                            "assize-look",
                            event -> liked.accept(
                                    event.getEventData()
                                            .get("event.detail.name")
                                            .asString(),
                                    event.getEventData()
                                            .get("event.detail.value")
                                            .asString()))
                    .addEventData("event.detail.name")
                    .addEventData("event.detail.value");
            getElement()
                    .setPropertyMap(
                            "words",
                            Map.of(
                                    "title", Texts.t("workbench.keys"),
                                    "view", Texts.t("workbench.keys.view"),
                                    "pages", Texts.t("workbench.keys.pages"),
                                    "everywhere", Texts.t("workbench.keys.everywhere"),
                                    "close", Texts.t("platform.close"),
                                    "rows", Texts.t("workbench.keys.rows"),
                                    "overlay", Texts.t("workbench.keys.overlay"),
                                    "back", Texts.t("workbench.keys.back"),
                                    "letters", Texts.t("workbench.keys.letters"),
                                    "change", Texts.t("nav.keys")));
        }
    }
}
