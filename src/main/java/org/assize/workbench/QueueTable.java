package org.assize.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import java.util.List;
import java.util.function.Consumer;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.ProgressLine;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.QueueBacklog;
import org.jspecify.annotations.Nullable;

/** The queues at a glance: how much waits, how long, what is late, and a key to take the next. */
final class QueueTable extends Div {

    private static final int KEYS = 9;

    /** @param takeNext asked with the key of a queue; null for whoever only reads */
    QueueTable(List<QueueBacklog.Line> lines, @Nullable Consumer<String> takeNext) {
        addClassName("queue-table");
        NativeTable table = new NativeTable();
        table.getElement().setAttribute("aria-label", Texts.t("workbench.queues"));
        NativeTableRow head = table.getHead().addRow();
        head(head, "queue", false);
        head(head, "waiting", true);
        head(head, "claimed", true);
        head(head, "oldest", true);
        head(head, "sla", false);
        if (takeNext != null) {
            head(head, "mineToday", true);
            head(head, "next", true);
        }
        int place = 0;
        for (QueueBacklog.Line line : lines) {
            place++;
            row(table.getBody().addRow(), line, place, takeNext);
        }
        add(table);
    }

    private static void row(
            NativeTableRow row, QueueBacklog.Line line, int place, @Nullable Consumer<String> takeNext) {
        String name = CaseWords.queue(line.key(), line.name());
        RouterLink link = new RouterLink(name, QueueView.class, new RouteParameters("queue", line.key()));
        link.addClassName("strong");
        NativeTableHeaderCell first = new NativeTableHeaderCell();
        first.add(link);
        first.getElement().setAttribute("scope", "row");
        row.add(first);
        cell(row, "num", new Span(capped(line.waiting(), line.waitingIsCapped())));
        cell(row, "num muted", new Span(Texts.number(line.claimed())));
        cell(row, "num", line.oldestOpenedAt() == null ? new Span("–") : new RelativeTime(line.oldestOpenedAt()));
        cell(row, "sla", sla(line));
        if (takeNext != null) {
            cell(row, "num", new Span(Texts.number(line.mineToday())));
            Button next = new Button(Texts.t("workbench.take"), event -> takeNext.accept(line.key()));
            next.setTooltipText(Texts.t("workbench.takeOf", name));
            next.setEnabled(line.waiting() > 0);
            cell(row, "num", place <= KEYS ? ViewKeys.click(next, Integer.toString(place)) : next);
        }
    }

    /** Late ones are counted; a bar shows the share that is still on time. */
    private static Component sla(QueueBacklog.Line line) {
        Div cell = new Div();
        cell.addClassName("sla-cell");
        if (line.open() == 0) {
            cell.add(new Span("–"));
            return cell;
        }
        double onTime = 1 - Math.min(1, (double) line.breached() / line.open());
        ProgressLine.Meter meter = new ProgressLine.Meter().fill(onTime);
        meter.getElement().setAttribute("aria-hidden", "true");
        meter.addClassName(line.breached() == 0 ? "risk-low" : onTime > 0.8 ? "risk-elevated" : "risk-severe");
        cell.add(
                meter,
                line.breached() == 0
                        ? muted(Texts.t("workbench.onTime"))
                        : new Badge(
                                Texts.t("workbench.late", capped(line.breached(), line.breachedIsCapped())),
                                onTime > 0.8 ? Badge.Tone.WARNING : Badge.Tone.DANGER));
        return cell;
    }

    private static Span muted(String text) {
        Span span = new Span(text);
        span.addClassName("muted");
        return span;
    }

    private static String capped(int count, boolean more) {
        return Texts.number(count) + (more ? "+" : "");
    }

    private static void head(NativeTableRow row, String column, boolean figure) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("workbench.queue.column." + column));
        cell.getElement().setAttribute("scope", "col");
        if (figure) {
            cell.addClassName("num");
        }
        row.add(cell);
    }

    private static void cell(NativeTableRow row, String classes, Component content) {
        NativeTableCell cell = new NativeTableCell();
        cell.addClassNames(classes.split(" "));
        cell.add(content);
        row.add(cell);
    }
}
