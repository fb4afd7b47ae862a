package org.assize.workbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.assize.security.SignInForm;

/**
 * How long a person waits between the key that closes a case and the sight of the next one, in a real browser: from the
 * key's own time stamp until the frame after the one in which the other case's number, reasons and verdict panel stand.
 */
final class DeskSpeed implements Scenario {

    /** Cases worked before it counts: nobody's day is spent in the first minute of a server. */
    private static final int WARM_UP = 25;

    private static final long HEAP = 1_024;

    /**
     * The page keeps time itself. A shift counts for the case at hand; what moves within half a second after a key is what
     * the key was pressed for, by the definition of layout shift, and is counted apart.
     */
    private static final String TIMEKEEPER = """
            (() => {
              const its = window.assizeBench = { waits: [], shifts: [], moved: [], shift: 0, move: 0, start: 0, before: null };
              const number = () => document.querySelector('.desk h1')?.textContent;
              new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
                if (entry.hadRecentInput) its.move += entry.value; else its.shift += entry.value;
              })).observe({ type: 'layout-shift', buffered: true });
              addEventListener('keydown', (event) => {
                if (event.key === 'Enter' && event.ctrlKey && event.isTrusted) {
                  its.shifts.push(its.shift); its.moved.push(its.move); its.shift = its.move = 0;
                  its.before = number(); its.start = event.timeStamp;
                }
              }, true);
              new MutationObserver(() => {
                const now = number();
                if (!its.start || !now || now === its.before || !document.querySelector('.desk .why') || !document.querySelector('.desk .verdict')) return;
                const start = its.start;
                its.start = 0;
                requestAnimationFrame(() => requestAnimationFrame(() => its.waits.push(performance.now() - start)));
              }).observe(document, { subtree: true, childList: true, characterData: true });
            })()""";

    private static final String IDLE = """
            window.Vaadin?.Flow?.clients && Object.values(window.Vaadin.Flow.clients).every((client) => !client.isActive || !client.isActive())""";

    @Override
    public String name() {
        return "desk";
    }

    @Override
    public String does() {
        return "an investigator decides case after case by keyboard in Chromium: key press to next case on screen";
    }

    @Override
    public List<Size> sizes() {
        return List.of(
                new Size("cases", 100_000, 1_000_000, "open cases"), new Size("worked", 100, 300, "cases decided"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        Path executable = Chromium.installed()
                .orElseThrow(() -> new Unmeasured("needs a Chromium: install one, or name it in ASSIZE_CHROMIUM"));
        try (Trial trial = Trial.prepare(bench)) {
            Backlog.write(bench, trial, bench.count("cases"));
            Staff.Investigator ada = Staff.hire(trial, 1).getFirst();
            URI address = trial.start(bench, HEAP);
            try (Chromium page = Chromium.open(executable, bench.scratch().resolve("browser"))) {
                return work(bench, page, address, ada);
            }
        }
    }

    private static List<Figure> work(Bench bench, Chromium page, URI address, Staff.Investigator ada)
            throws IOException, InterruptedException {
        page.always(TIMEKEEPER);
        page.cookie(address, SignInForm.COOKIE, ada.session());
        page.go(address.resolve("/queues/orders"));
        page.until("document.querySelector('.shell') && " + IDLE);
        page.press("n");
        bench.say("working cases");
        int rounds = WARM_UP + bench.count("worked");
        for (int round = 0; round < rounds; round++) {
            page.until("document.querySelector('.desk .verdict textarea') && " + IDLE);
            for (String key : List.of("l", "c", "u", "r")) {
                page.press(key);
                page.until(IDLE);
            }
            // the page holds a key back until what was pressed before it has been answered
            page.until("document.activeElement?.matches('.verdict textarea')");
            page.type("Nothing unusual in what this buyer did.");
            page.until(IDLE);
            page.press("Ctrl+Enter");
            page.until("window.assizeBench.waits.length > " + round);
        }
        JsonNode kept = page.evaluate("window.assizeBench");
        Latencies waits = new Latencies();
        skip(kept.path("waits")).forEach(wait -> waits.add((long) (wait * 1e6)));
        return List.of(
                Figure.atMost("key press to next case drawn, p75", waits.percentile(75), "ms", 200),
                Figure.atMost("key press to next case drawn, p95", waits.percentile(95), "ms", 400),
                Figure.told("key press to next case drawn, p50", waits.percentile(50), "ms"),
                Figure.atMost("layout shift while a case is open, the worst", worst(kept.path("shifts")), "", 0.01),
                Figure.told("movement right after a key, the worst", worst(kept.path("moved")), ""));
    }

    private static List<Double> skip(JsonNode values) {
        return values.valueStream().skip(WARM_UP).map(JsonNode::asDouble).toList();
    }

    private static double worst(JsonNode values) {
        return skip(values).stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }
}
