package org.assize.workbench;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Optional;
import org.assize.casework.CaseList;
import org.assize.casework.FraudCase;
import org.assize.insight.OrdersAround;
import org.assize.insight.OrdersBy;
import org.assize.insight.SubjectProfile;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** Somebody that a search found and no case is about: who it is, the cases there were, and its orders. */
@Route(value = "subject", layout = MainLayout.class)
@RolesAllowed("cases:read")
class SubjectView extends Page implements BeforeEnterObserver {

    private static final int CASES = 20;

    private final CurrentActor actor;
    private final SubjectProfile profiles;
    private final CaseList cases;
    private final OrdersAround orders;
    private final AssizeClock clock;
    private final Div about = new Div();
    private final Div theirs = new Div();
    private final KeysetGrid<OrdersAround.Line> grid = new KeysetGrid<>();

    SubjectView(CurrentActor actor, SubjectProfile profiles, CaseList cases, OrdersAround orders, AssizeClock clock) {
        super("nav.search");
        this.actor = actor;
        this.profiles = profiles;
        this.cases = cases;
        this.orders = orders;
        this.clock = clock;
        addClassName("page-full");
        Anchor back = new Anchor("search", Glyph.ARROW_LEFT.icon(), new Span(Texts.t("nav.search")));
        back.addClassName("back");
        ViewKeys.bind(back, "Escape", "nav.search");
        addComponentAtIndex(0, back);
        about.addClassName("import-about");
        columns();
        add(about, theirs, grid);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        QueryParameters asked = event.getLocation().getQueryParameters();
        String kind = asked.getSingleParameter("kind").orElse("");
        String id = asked.getSingleParameter("id").orElseThrow(() -> new NotFoundException("no subject"));
        about.removeAll();
        theirs.removeAll();
        title(id);
        switch (kind) {
            case "seller" -> subject(SubjectRef.seller(id));
            case "order" -> subject(SubjectRef.order(id));
            case "buyer" -> person(kind, OrdersBy.BUYER, id);
            case "creator" -> person(kind, OrdersBy.CREATOR, id);
            default -> throw new NotFoundException("no kind " + kind);
        }
    }

    private void person(String part, OrdersBy by, String id) {
        about.add(new Span(Texts.t("workbench.search.part." + part)), new ShortId(id).keep(40));
        show(by, id);
    }

    private void subject(SubjectRef subject) {
        about.add(new Span(CaseWords.kind(subject.kind())), new ShortId(subject.id()).keep(40));
        Optional<SubjectProfile.Profile> profile = profiles.read(actor.get(), subject, clock.now());
        profile.ifPresent(this::about);
        var filter = new CaseList.Filter(null, null, null, subject, null, null, null, null);
        List<FraudCase> all = cases.page(actor.get(), filter, null, CASES).items();
        if (!all.isEmpty()) {
            theirs.add(new CaseRows<>("workbench.subject.cases", all, its -> its, its -> {
                String decision = its.decision();
                return decision == null ? new Span(CaseWords.state(its.state())) : CaseWords.decision(decision);
            }));
        }
        switch (profile.orElse(null)) {
            case SubjectProfile.OfOrder of -> show(OrdersBy.BUYER, of.order().buyerId());
            case null -> show(subject.kind() == SubjectKind.SELLER ? OrdersBy.SELLER : OrdersBy.BUYER, subject.id());
            case SubjectProfile.OfSeller _ -> show(OrdersBy.SELLER, subject.id());
        }
    }

    private void about(SubjectProfile.Profile profile) {
        switch (profile) {
            case SubjectProfile.OfSeller of -> {
                String name = of.seller().name();
                if (name != null) {
                    title(name);
                }
                fact(of.seller().country());
                fact(of.seller().category());
                fact(of.seller().status());
            }
            case SubjectProfile.OfOrder of -> {
                about.add(
                        new MoneyText(of.order().amount()),
                        new RelativeTime(of.order().placedAt()),
                        new Anchor(
                                address("seller", of.order().sellerId()),
                                of.seller().name() == null
                                        ? of.order().sellerId()
                                        : of.seller().name()));
                fact(of.order().status());
            }
        }
    }

    private static String address(String kind, String id) {
        return "subject?kind=" + kind + "&id="
                + java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8);
    }

    private void fact(@Nullable String text) {
        if (text != null) {
            about.add(new Span(text));
        }
    }

    private void columns() {
        grid.addColumn(RelativeTime.renderer(OrdersAround.Line::placedAt))
                .setHeader(Texts.t("workbench.orders.placed"))
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.addColumn(ShortId.<OrdersAround.Line>renderer(OrdersAround.Line::orderId))
                .setHeader(Texts.t("workbench.orders.order"))
                .setFlexGrow(1);
        grid.addColumn(LitRenderer.<OrdersAround.Line>of("<a href=${item.href}>${item.name}</a>")
                        .withProperty("href", line -> address("seller", line.sellerId()))
                        .withProperty("name", line -> line.sellerName() == null ? line.sellerId() : line.sellerName()))
                .setHeader(Texts.t("workbench.orders.seller"))
                .setFlexGrow(2);
        grid.addColumn(ShortId.<OrdersAround.Line>renderer(OrdersAround.Line::buyerId))
                .setHeader(Texts.t("workbench.orders.buyer"))
                .setFlexGrow(1);
        grid.addColumn(MoneyText.renderer(OrdersAround.Line::amount))
                .setHeader(Texts.t("workbench.orders.amount"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.addColumn(line -> line.score() == null ? "–" : Texts.number(line.score(), 2))
                .setHeader(Texts.t("workbench.orders.score"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("5rem")
                .setFlexGrow(0);
        grid.setAriaLabel(Texts.t("workbench.orders"));
        grid.whenEmpty(
                new EmptyState(Glyph.ORDER, Texts.t("workbench.orders.empty"), Texts.t("workbench.orders.emptyNext")));
    }

    private void show(OrdersBy by, String value) {
        grid.show(new KeysetSource<OrdersAround.Line, String>() {
            @Override
            public List<OrdersAround.Line> page(@Nullable String after, int limit) {
                return orders.page(actor.get(), by, value, after, limit).items();
            }

            @Override
            public String positionOf(OrdersAround.Line line) {
                return line.position();
            }
        });
    }
}
