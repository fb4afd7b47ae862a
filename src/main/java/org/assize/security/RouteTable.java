package org.assize.security;

import static java.util.Map.entry;
import static org.assize.security.Permission.*;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every REST route and the permission it needs; a route that is not listed here is refused to everybody, and a test
 * compares this table with the routes that exist.
 *
 * <p>This is the outer of two checks: the use case behind the route asks the actor for its own permission again.
 */
final class RouteTable {

    private static final Map<String, Permission> LISTED = Map.<String, Permission>ofEntries(
            // feeds
            entry("POST /imports", SEND_FEEDS),
            entry("GET /imports", READ_FEEDS),
            entry("GET /imports/{id}", READ_FEEDS),
            entry("GET /imports/{id}/rejects.csv", READ_FEEDS),
            entry("DELETE /imports/{id}", SEND_FEEDS),
            entry("POST /orders", SEND_FEEDS),
            entry("POST /sellers", SEND_FEEDS),
            entry("POST /outcomes", SEND_FEEDS),
            entry("GET /feeds/kafka", READ_FEEDS),
            entry("GET /dead-letters", READ_FEEDS),
            entry("POST /dead-letters/{id}/retries", SEND_FEEDS),
            entry("DELETE /dead-letters/{id}", SEND_FEEDS),
            // cases
            entry("GET /queues", READ_CASES),
            entry("GET /queues/{key}/cases", READ_CASES),
            entry("POST /queues/{key}/claims", WORK_CASES),
            entry("POST /queues/{key}/bulk-acts/preview", STEER_CASES),
            entry("POST /queues/{key}/bulk-acts", STEER_CASES),
            entry("DELETE /queues/{key}/bulk-acts/{id}", STEER_CASES),
            entry("GET /quality/agreement", STEER_CASES),
            entry("POST /queues", CHANGE_POLICIES),
            entry("GET /queues/{key}/policy", READ_CASES),
            entry("PUT /queues/{key}/policy", CHANGE_POLICIES),
            entry("GET /calendars", READ_CASES),
            entry("PUT /calendars/{key}", CHANGE_POLICIES),
            entry("GET /policy-texts", READ_CASES),
            entry("PUT /policy-texts/{typology}", CHANGE_POLICIES),
            entry("GET /routing-rules", READ_CASES),
            entry("PUT /routing-rules", CHANGE_POLICIES),
            entry("POST /routing-rules/preview", CHANGE_POLICIES),
            entry("GET /cases", READ_CASES),
            entry("GET /cases/{id}", READ_CASES),
            entry("GET /cases/{id}/timeline", READ_CASES),
            entry("POST /cases/{id}/claim", WORK_CASES),
            entry("PUT /cases/{id}/claim", WORK_CASES),
            entry("DELETE /cases/{id}/claim", WORK_CASES),
            entry("POST /cases/{id}/verdicts", WORK_CASES),
            entry("POST /cases/{id}/reviews", STEER_CASES),
            entry("GET /cases/{id}/readings", READ_CASES),
            entry("POST /cases/{id}/notes", WORK_CASES),
            entry("POST /cases/{id}/snoozes", WORK_CASES),
            entry("POST /cases/{id}/escalations", WORK_CASES),
            entry("POST /cases/{id}/handovers", WORK_CASES),
            entry("POST /cases/{id}/appeals", WORK_CASES),
            entry("POST /cases/{id}/reopenings", STEER_CASES),
            entry("GET /search", READ_CASES),
            entry("POST /cases/{id}/rings", STEER_CASES),
            entry("GET /cases/{id}/rings", READ_CASES),
            entry("GET /insight/links", READ_CASES),
            // the trail
            entry("GET /audit/events", READ_TRAIL),
            entry("GET /audit/export", READ_TRAIL),
            entry("GET /audit/chains/{id}", READ_TRAIL),
            // what was decided, for the marketplace to do
            entry("GET /actions", TAKE_ACTIONS),
            entry("POST /actions/acknowledgements", TAKE_ACTIONS),
            // learning
            entry("GET /labels", READ_LABELS),
            entry("POST /snapshots", TAKE_SNAPSHOTS),
            entry("GET /snapshots", READ_LABELS),
            entry("GET /snapshots/{id}", READ_LABELS),
            entry("GET /snapshots/{id}/content", READ_LABELS),
            entry("POST /training-runs", TRAIN_MODELS),
            entry("GET /training-runs", READ_MODELS),
            entry("GET /training-runs/{id}", READ_MODELS),
            entry("DELETE /training-runs/{id}", TRAIN_MODELS),
            entry("GET /models", READ_MODELS),
            entry("GET /models/{version}", READ_MODELS),
            entry("POST /models/{version}/promotions", REQUEST_PROMOTIONS),
            entry("GET /promotions", READ_MODELS),
            entry("POST /promotions/{id}/approvals", APPROVE_PROMOTIONS),
            entry("POST /promotions/{id}/refusals", APPROVE_PROMOTIONS),
            entry("POST /models/{version}/rollbacks", REQUEST_PROMOTIONS),
            entry("GET /insight/models/{version}", READ_MODELS),
            entry("POST /scoring-runs", TRAIN_MODELS),
            entry("GET /scoring-runs/{id}", READ_MODELS),
            entry("DELETE /scoring-runs/{id}", TRAIN_MODELS),
            entry("GET /flag-policies", READ_MODELS),
            entry("PUT /flag-policies/{kind}", CHANGE_POLICIES),
            // people and tokens
            entry("GET /people", MANAGE_PEOPLE),
            entry("POST /people", MANAGE_PEOPLE),
            entry("GET /people/{id}", MANAGE_PEOPLE),
            entry("PATCH /people/{id}", MANAGE_PEOPLE),
            entry("POST /people/{id}/links", MANAGE_PEOPLE),
            entry("GET /tokens", MANAGE_TOKENS),
            entry("POST /tokens", MANAGE_TOKENS),
            entry("DELETE /tokens/{id}", MANAGE_TOKENS));

    private static final Map<Route, Permission> ROUTES = LISTED.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(
                    listed -> {
                        String[] words = listed.getKey().split(" ", 2);
                        return new Route(words[0], "/api/v1" + words[1]);
                    },
                    Map.Entry::getValue));

    private RouteTable() {}

    /** @return empty for a route that is not listed */
    static Optional<Permission> needs(Route route) {
        return Optional.ofNullable(ROUTES.get(route));
    }

    static Set<Route> routes() {
        return ROUTES.keySet();
    }
}
