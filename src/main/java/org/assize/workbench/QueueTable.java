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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.ProgressLine;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.QueueBacklog;
import org.jspecify.annotations.Nullable;

/** The queues at a glance: how much waits, how long, what is late, and a key to take the next. Figures change in place. */
final class QueueTable extends Div {

    private static final int KEYS = 9;

    private final @Nullable Consumer<String> takeNext;
    private final List<Row> rows = new ArrayList<>();

    /** @param takeNext asked with the key of a queue; null for whoever only reads */
    QueueTable(List<QueueBacklog.Line> lines, @Nullable Consumer<String> takeNext) {
        this.takeNext = takeNext;
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
        for (QueueBacklog.Line line : lines) {
            rows.add(new Row(table.getBody().addRow(), line));
        }
        add(table);
    }

    /** The same queues a moment later; what has the focus keeps it. False when they are other queues: draw again. */
    boolean update(List<QueueBacklog.Line> lines) {
        if (!lines.stream()
                .map(QueueBacklog.Line::key)
                .toList()
                .equals(rows.stream().map(row -> row.line.key()).toList())) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            rows.get(i).show(lines.get(i));
        }
        return true;
    }

    /** One queue; only cells whose figures have changed are written. */
    private final class Row {
        private final NativeTableCell waiting = new NativeTableCell();
        private final NativeTableCell claimed = new NativeTableCell();
        private final NativeTableCell oldest = new NativeTableCell();
        private final NativeTableCell sla = new NativeTableCell();
        private final NativeTableCell mineToday = new NativeTableCell();
        private final Button next;
        private QueueBacklog.Line line;

        Row(NativeTableRow row, QueueBacklog.Line line) {
            this.line = line;
            String name = CaseWords.queue(line.key(), line.name());
            RouterLink link = new RouterLink(name, QueueView.class, new RouteParameters("queue", line.key()));
            link.addClassName("strong");
            NativeTableHeaderCell first = new NativeTableHeaderCell();
            first.add(link);
            first.getElement().setAttribute("scope", "row");
            waiting.addClassName("num");
            claimed.addClassNames("num", "muted");
            oldest.addClassName("num");
            sla.addClassName("sla");
            mineToday.addClassName("num");
            row.add(first, waiting, claimed, oldest, sla);
            next = new Button(Texts.t("workbench.take"));
            next.setTooltipText(Texts.t("workbench.takeOf", name));
            if (takeNext != null) {
                next.addClickListener(event -> takeNext.accept(line.key()));
                if (rows.size() < KEYS) {
                    ViewKeys.click(next, Integer.toString(rows.size() + 1));
                }
                NativeTableCell last = new NativeTableCell();
                last.addClassName("num");
                last.add(next);
                row.add(mineToday, last);
            }
            write();
        }

        void show(QueueBacklog.Line now) {
            if (!now.equals(line)) {
                line = now;
                write();
            }
        }

        private void write() {
            put(waiting, new Span(capped(line.waiting(), line.waitingIsCapped())));
            put(claimed, new Span(Texts.number(line.claimed())));
            put(oldest, line.oldestOpenedAt() == null ? new Span("–") : new RelativeTime(line.oldestOpenedAt()));
            put(sla, sla(line));
            put(mineToday, new Span(Texts.number(line.mineToday())));
            next.setEnabled(line.waiting() > 0);
        }

        private static void put(NativeTableCell cell, Component content) {
            cell.removeAll();
            cell.add(content);
        }
    }

    /** Those that are late and those that soon will be are counted; a bar shows the share that is still on time. */
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
        // what is on time fills it; the rest is what is late, and has its colour
        meter.addClassName(line.breached() == 0 ? "on-time" : "on-time-and-late");
        cell.add(meter);
        if (line.breached() > 0) {
            cell.add(Badge.of(
                    Glyph.WARNING,
                    Texts.t("workbench.late", capped(line.breached(), line.breachedIsCapped())),
                    onTime > 0.8 ? "badge-warning" : "badge-danger"));
        }
        if (line.soon() > 0) {
            Badge soon = Badge.of(
                    Glyph.CLOCK, Texts.t("workbench.soon", capped(line.soon(), line.soonIsCapped())), "badge-warning");
            soon.setTitle(Texts.t("workbench.soon.title"));
            cell.add(soon);
        }
        if (line.breached() + line.soon() == 0) {
            cell.add(muted(Texts.t("workbench.onTime")));
        }
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
}
