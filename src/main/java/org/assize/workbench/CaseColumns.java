package org.assize.workbench;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ScoreBar;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.SlaClock;

/** The columns of a list of cases, and the menu in which a person chooses among them. The number always stands. */
final class CaseColumns {

    private static final Set<String> HIDDEN_AT_FIRST = Set.of("kind", "model");

    private final KeysetGrid<FraudCase> grid;
    private final SlaClock slaClock;
    private final AssizeClock clock;
    private final Map<String, Grid.Column<FraudCase>> columns = new LinkedHashMap<>();
    private final Set<String> hidden;
    private final Consumer<String> keep;

    /**
     * @param kept what {@code keep} was told last: the hidden columns with commas between; empty when the person never chose
     * @param keep told when the person has chosen
     */
    CaseColumns(KeysetGrid<FraudCase> grid, SlaClock slaClock, AssizeClock clock, String kept, Consumer<String> keep) {
        this.grid = grid;
        this.slaClock = slaClock;
        this.clock = clock;
        this.keep = keep;
        hidden = new TreeSet<>(kept.isEmpty() ? HIDDEN_AT_FIRST : Arrays.asList(kept.split(",")));
        grid.addColumn(LitRenderer.<FraudCase>of("<a href=${item.href} class=\"strong\">${item.number}</a>")
                        .withProperty("href", its -> NextCase.desk(its.id()))
                        .withProperty("number", its -> CaseWords.number(its.number())))
                .setHeader(Texts.t("workbench.column.case"))
                .setWidth("5.25rem")
                .setFlexGrow(0)
                .setPartNameGenerator(its -> isLate(its) ? "row-attention" : null);
        column(
                "kind",
                "5rem",
                0,
                grid.addColumn(its -> CaseWords.kind(its.subject().kind())));
        Grid.Column<FraudCase> subject = column(
                "subject",
                "8rem",
                1,
                grid.addColumn(ShortId.<FraudCase>renderer(its -> its.subject().id())));
        subject.setTooltipGenerator(its -> CaseWords.kind(its.subject().kind()));
        column("market", "4.5rem", 0, grid.addColumn(its -> its.market() == null ? "–" : its.market()));
        column("score", "14.5rem", 0, grid.addColumn(ScoreBar.renderer(CaseWords::reading)));
        column("model", "7rem", 0, grid.addColumn(its -> its.modelVersion() == null ? "–" : its.modelVersion()));
        column("risk", "8.25rem", 0, grid.addColumn(MoneyText.renderer(FraudCase::valueAtRisk)))
                .setTextAlign(ColumnTextAlign.END);
        column("opened", "6rem", 0, grid.addColumn(RelativeTime.renderer(FraudCase::openedAt)));
        column("due", "8.5rem", 0, grid.addComponentColumn(this::due));
        column("who", "7.5rem", 2, grid.addComponentColumn(CaseColumns::who));
        columns.forEach((name, column) -> column.setVisible(!hidden.contains(name)));
    }

    private Grid.Column<FraudCase> column(String name, String width, int grow, Grid.Column<FraudCase> column) {
        column.setHeader(Texts.t("workbench.column." + name)).setWidth(width).setFlexGrow(grow);
        columns.put(name, column);
        return column;
    }

    /** Stays open, so that several are chosen at once. */
    MenuBar menu() {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        bar.addClassName("tool-menu");
        MenuItem root = bar.addItem(Glyph.LAYERS.icon());
        root.add(new Span(Texts.t("workbench.columns")));
        ViewKeys.bind(root, "Shift+c", "workbench.columns");
        SubMenu choices = root.getSubMenu();
        columns.forEach((name, column) -> {
            MenuItem item = choices.addItem(Texts.t("workbench.column." + name));
            item.setCheckable(true);
            item.setKeepOpen(true);
            item.setChecked(!hidden.contains(name));
            item.addClickListener(click -> choose(name, column, item.isChecked()));
        });
        return bar;
    }

    private void choose(String name, Grid.Column<FraudCase> column, boolean shown) {
        if (shown) {
            hidden.remove(name);
        } else {
            hidden.add(name);
        }
        column.setVisible(shown);
        grid.recalculateColumnWidths();
        keep.accept(
                hidden.isEmpty()
                        ? "none"
                        : hidden.stream().filter(columns::containsKey).collect(Collectors.joining(",")));
    }

    boolean isLate(FraudCase its) {
        return its.state() != CaseState.CLOSED && its.dueAt().isBefore(clock.now());
    }

    private Div due(FraudCase its) {
        Div cell = new Div();
        cell.addClassName("pair");
        if (its.state() == CaseState.CLOSED) {
            cell.add(new RelativeTime(its.closedAt()));
            return cell;
        }
        cell.add(new SlaText(slaClock.left(its, clock.now())));
        return cell;
    }

    private static Div who(FraudCase its) {
        Div cell = new Div();
        cell.addClassName("pair");
        String decision = its.decision();
        if (its.state() == CaseState.CLOSED && decision != null) {
            cell.add(CaseWords.decision(decision));
        } else if (its.claimedBy() != null) {
            cell.add(clipped(its.claimedBy()));
        } else if (its.assignedTo() != null) {
            cell.add(clipped(Texts.t("workbench.waitsFor", its.assignedTo())));
        } else if (its.state() == CaseState.SNOOZED) {
            cell.add(new RelativeTime(its.snoozedUntil()));
        }
        return cell;
    }

    private static Span clipped(String text) {
        Span span = new Span(text);
        span.addClassName("clip");
        span.setTitle(text);
        return span;
    }
}
