package org.assize.workbench.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server keeps for each person who sits at a case of their own: pages at HTTP level, each with its Vaadin session,
 * its desk with everything that can be done there, and its channel for news. The heap is what is left after full
 * collections, before, with, and after everybody has signed out.
 */
final class SessionHeap implements Scenario {

    private static final int CASES = 5_000;

    private static final long HEAP = 1_024;

    @Override
    public String name() {
        return "session";
    }

    @Override
    public String does() {
        return "server heap for each signed-in person with a case open, and what stays after they have signed out";
    }

    @Override
    public List<Size> sizes() {
        return List.of(new Size("sessions", 60, 200, "people with a case open"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        int sessions = bench.count("sessions");
        try (Trial trial = Trial.prepare(bench)) {
            Backlog.write(bench, trial, CASES);
            List<Staff.Investigator> staff = Staff.hire(trial, 2 * sessions);
            List<String> cases = deal(trial, staff);
            URI address = trial.start(bench, HEAP);
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            try {
                // as many as are weighed: what grows with a crowd and stays, pools above all, has grown before
                leave(sit(http, address, staff.subList(0, sessions), cases.subList(0, sessions)));
                bench.say("weighing");
                long before = trial.heap();
                List<VaadinPage> pages = sit(
                        http, address, staff.subList(sessions, 2 * sessions), cases.subList(sessions, 2 * sessions));
                long with = trial.heap();
                leave(pages);
                long after = trial.heap();
                return List.of(
                        Figure.atMost("heap for each session", (with - before) / 1e3 / sessions, "kB", 300),
                        Figure.atMost("heap after sign-out, of before", 100.0 * after / before, "%", 105),
                        Figure.told("heap before", before / 1e6, "MB"),
                        Figure.told("heap with all of them", with / 1e6, "MB"),
                        Figure.told("heap after", after / 1e6, "MB"));
            } finally {
                // close() would wait for the channels that are open
                http.shutdownNow();
            }
        }
    }

    /** Everybody holds one case, so that their desks have all that a person can do there. */
    private static List<String> deal(Trial trial, List<Staff.Investigator> staff) throws SQLException {
        List<String> cases = new ArrayList<>();
        try (Connection connection = trial.connect();
                var statement = connection.prepareStatement("""
                        update fraud_case set state = 'CLAIMED', claimed_by = ?, claimed_at = now(), claimed_until = now() + interval '1 hour',
                          claim_version = 1
                        where id = (select id from fraud_case where state = 'WAITING' and queue_key = 'orders'
                                    order by priority desc, id limit 1)
                        returning id::text""")) {
            for (Staff.Investigator each : staff) {
                statement.setObject(1, each.id());
                try (var row = statement.executeQuery()) {
                    row.next();
                    cases.add(row.getString(1));
                }
            }
        }
        return cases;
    }

    private static List<VaadinPage> sit(
            HttpClient http, URI address, List<Staff.Investigator> staff, List<String> cases)
            throws IOException, InterruptedException {
        List<VaadinPage> pages = new ArrayList<>();
        for (int i = 0; i < staff.size(); i++) {
            VaadinPage page = new VaadinPage(http, address, staff.get(i).session());
            page.show("case/" + cases.get(i));
            pages.add(page);
        }
        for (VaadinPage page : pages) {
            page.settle();
        }
        return pages;
    }

    private static void leave(List<VaadinPage> pages) throws IOException, InterruptedException {
        for (VaadinPage page : pages) {
            page.signOut();
        }
    }
}
