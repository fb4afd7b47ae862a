package org.assize.workbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many people at work while a large file comes in. Three of four work through REST, each with a token: claim the next case,
 * open it, write a note, reach a verdict. The fourth sits at a browser's session and goes from page to page: home, queue,
 * desk, own work. Each acts once in five seconds by the clock and not by the last answer, and waits from then: who is kept
 * waiting does not make the next one's wait look shorter.
 */
final class PeopleAtWork implements Scenario {

    private static final long MOST_WARM_UP = 30;
    private static final long HEAP = 1_536;
    private static final int AT_BROWSERS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CASES = "/api/v1/cases/";

    /** One action each. */
    private enum Act {
        CLAIM,
        OPEN,
        NOTE,
        VERDICT,
        PAGE
    }

    @Override
    public String name() {
        return "people";
    }

    @Override
    public String does() {
        return "investigators (3 of 4 by REST, 1 of 4 in Vaadin sessions) act at a steady pace while orders are imported";
    }

    @Override
    public List<Size> sizes() {
        return List.of(
                new Size("people", 200, 200, "people at work"),
                new Size("pace", 5, 5, "seconds from one action of a person to their next"),
                new Size("seconds", 60, 300, "for how long, and until the import is done"),
                new Size("rows", 200_000, 2_000_000, "orders in the file"),
                new Size("backlog", 50_000, 200_000, "open cases at the start"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (Trial trial = Trial.prepare(bench)) {
            Backlog.write(bench, trial, bench.count("backlog"));
            List<Staff.Investigator> staff = Staff.hire(trial, bench.count("people"));
            String feeder = Staff.feeder(trial);
            Path file = bench.scratch().resolve("orders.csv");
            OrdersFile.write(bench, bench.size("rows"), file, null);
            List<String> cases = cases(trial);
            long ordersBefore = trial.ask("select count(*) from orders");
            URI address = trial.start(bench, HEAP);
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            try {
                Day day = new Day(http, address, cases, bench.size("pace"));
                day.begin(threads, bench, staff);
                TimeUnit.SECONDS.sleep(Math.min(MOST_WARM_UP, bench.size("seconds")));
                bench.say("importing %,d orders".formatted(bench.size("rows")));
                long began = System.nanoTime();
                day.measured = true;
                JsonNode imported = OrdersFile.bringIn(http, address, feeder, file);
                day.loading = false;
                double took = (System.nanoTime() - began) / 1e9;
                long rest = TimeUnit.SECONDS.toNanos(bench.size("seconds")) - (System.nanoTime() - began);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, rest));
                day.end();
                return figures(bench, trial, day, imported, took, ordersBefore);
            } finally {
                threads.shutdownNow();
                // close() would wait for the channels that are open
                http.shutdownNow();
            }
        }
    }

    private static List<Figure> figures(
            Bench bench, Trial trial, Day day, JsonNode imported, double took, long ordersBefore) throws SQLException {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atMost("action, while the file loads, p95", day.underLoad.percentile(95), "ms", 400));
        figures.add(Figure.told("action, while the file loads, p50", day.underLoad.percentile(50), "ms"));
        figures.add(Figure.told("action, the whole time, p95", day.all.percentile(95), "ms"));
        day.each.forEach((act, waits) -> figures.add(Figure.told(
                act.name().toLowerCase(java.util.Locale.ROOT) + ", the whole time, p95", waits.percentile(95), "ms")));
        figures.add(Figure.told("actions", day.all.count(), ""));
        figures.add(Figure.none("actions that failed", day.failures.size()));
        figures.add(Figure.told("verdicts acknowledged", day.verdicts.size(), ""));
        figures.add(Figure.none("of them not in the database exactly once", lost(trial, List.copyOf(day.verdicts))));
        long rows = bench.size("rows");
        long kept = trial.ask("select count(*) from orders") - ordersBefore;
        figures.add(Figure.none(
                "rows of the file unaccounted for",
                OrdersFile.unaccounted(imported, rows)
                        + Math.abs(imported.path("accepted").asLong() - kept)));
        figures.add(Figure.told("rows imported meanwhile", rows / took, "rows/s"));
        day.failures.stream().limit(5).forEach(bench::say);
        return figures;
    }

    /** What is on the clock of everybody, and what came of it. */
    private static final class Day {
        private final HttpClient http;
        private final URI address;
        private final List<String> cases;
        private final long pace;
        private final Latencies all = new Latencies();
        private final Latencies underLoad = new Latencies();
        private final Map<Act, Latencies> each = new ConcurrentSkipListMap<>();
        private final Queue<UUID> verdicts = new ConcurrentLinkedQueue<>();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final List<Future<?>> people = new ArrayList<>();
        private final AtomicLong keys = new AtomicLong();
        private volatile boolean measured;
        private volatile boolean loading = true;
        private volatile boolean over;

        Day(HttpClient http, URI address, List<String> cases, long pace) {
            this.pace = TimeUnit.SECONDS.toNanos(pace);
            this.http = http;
            this.address = address;
            this.cases = cases;
        }

        void begin(ExecutorService threads, Bench bench, List<Staff.Investigator> staff) {
            long first = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            for (int i = 0; i < staff.size(); i++) {
                Staff.Investigator who = staff.get(i);
                long from = first + pace * i / staff.size();
                SplittableRandom dice = bench.dice("person " + i);
                People person = i % AT_BROWSERS == AT_BROWSERS - 1
                        ? new AtBrowser(this, new VaadinPage(http, address, who.session()), dice)
                        : new ByRest(this, who.token());
                people.add(threads.submit(() -> work(person, from)));
            }
        }

        void end() throws Exception {
            over = true;
            for (Future<?> person : people) {
                person.get(1, TimeUnit.MINUTES);
            }
        }

        private void work(People person, long from) {
            try {
                for (long due = from; !over; due += pace) {
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                    if (over) {
                        return;
                    }
                    boolean counts = measured;
                    boolean load = loading;
                    Act act = person.next();
                    try {
                        person.act(act);
                    } catch (IOException e) {
                        failures.add(act + ": " + e);
                    }
                    long waited = System.nanoTime() - due;
                    if (counts) {
                        all.add(waited);
                        each.computeIfAbsent(act, _ -> new Latencies()).add(waited);
                        if (load) {
                            underLoad.add(waited);
                        }
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        JsonNode send(String token, String method, String path, String body, int expected)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (method.equals("POST")) {
                request.header("Idempotency-Key", "bench-" + keys.incrementAndGet());
            }
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new IOException(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        }
    }

    private interface People {
        Act next();

        void act(Act act) throws IOException, InterruptedException;
    }

    /** Case after case. Whatever failed, the next one begins with a claim. */
    private static final class ByRest implements People {
        private final Day day;
        private final String token;
        private Act next = Act.CLAIM;
        private String caseId = "";
        private long version;

        ByRest(Day day, String token) {
            this.day = day;
            this.token = token;
        }

        @Override
        public Act next() {
            return next;
        }

        @Override
        public void act(Act act) throws IOException, InterruptedException {
            next = Act.CLAIM;
            switch (act) {
                case CLAIM -> {
                    JsonNode claimed = day.send(token, "POST", "/api/v1/queues/orders/claims", "", 201);
                    caseId = claimed.path("case").path("id").asText();
                    version = claimed.path("claim").path("version").asLong();
                    next = Act.OPEN;
                }
                case OPEN, PAGE -> {
                    day.send(token, "GET", CASES + caseId, "", 200);
                    day.send(token, "GET", CASES + caseId + "/timeline", "", 200);
                    next = Act.NOTE;
                }
                case NOTE -> {
                    day.send(token, "POST", CASES + caseId + "/notes", "{\"body\": \"Asked the buyer.\"}", 201);
                    next = Act.VERDICT;
                }
                case VERDICT -> {
                    JsonNode verdict =
                            day.send(token, "POST", CASES + caseId + "/verdicts", """
                            {"claimVersion": %d, "decision": "LEGITIMATE", "confidence": "LIKELY", "flagUseful": false,
                             "rationale": "Nothing unusual in what this buyer did."}""".formatted(version), 201);
                    day.verdicts.add(UUID.fromString(verdict.path("id").asText()));
                }
            }
        }
    }

    /** Takes a case from the home page, looks at another one, gives the first back, and looks at what is theirs. */
    private static final class AtBrowser implements People {
        private final Day day;
        private final VaadinPage page;
        private final SplittableRandom dice;
        private int step;

        AtBrowser(Day day, VaadinPage page, SplittableRandom dice) {
            this.day = day;
            this.page = page;
            this.dice = dice;
        }

        @Override
        public Act next() {
            return Act.PAGE;
        }

        @Override
        public void act(Act act) throws IOException, InterruptedException {
            switch (step++ % 5) {
                case 0 -> page.show("");
                case 1 -> page.click("Next case");
                case 2 -> page.click("Release");
                case 3 -> page.show("case/" + day.cases.get(dice.nextInt(day.cases.size())));
                default -> page.show("my-work");
            }
        }
    }

    // ------------------------------------------------------------------------------------------- what is there

    private static List<String> cases(Trial trial) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = trial.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select id::text from fraud_case order by number desc limit 5000")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return List.copyOf(ids);
    }

    /** Acknowledged and not there, there and not acknowledged, or one of several on a case. */
    private static long lost(Trial trial, List<UUID> acknowledged) throws SQLException {
        return trial.ask("""
                        select (select count(*) from unnest(?::uuid[]) as told (id) full join verdict v on v.id = told.id
                                where v.id is null or told.id is null)
                             + (select count(*) from (select from verdict group by case_id having count(*) > 1) twice)
                             + (select count(*) from verdict v join fraud_case c on c.id = v.case_id where c.state <> 'CLOSED')""", "uuid", acknowledged);
    }
}
