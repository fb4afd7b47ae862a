package org.assize.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.jdbi.v3.core.Handle;

/** What the terms of a queue must keep to, and how they are stored. */
final class QueueTerms {

    static final Set<String> ACTIONS =
            Set.of("suspend_seller", "hold_payout", "cancel_order", "refund_buyer", "warn", "none");
    static final Set<String> TYPOLOGIES = Set.of(
            "fake_shop",
            "brushing",
            "stolen_payment",
            "account_takeover",
            "refund_abuse",
            "reregistration",
            "bust_out",
            "counterfeit",
            "other");
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final int MOST_MINUTES_OF_LEASE = 1_440;
    private static final int MOST_MINUTES_OF_SLA = 525_600;
    private static final int MOST_AHEAD = 100;

    private QueueTerms() {}

    static List<FieldError> check(QueuePolicy.Terms terms, Calendars calendars) {
        List<FieldError> errors = new ArrayList<>();
        if (calendars.current(terms.calendar()).isEmpty()) {
            errors.add(new FieldError("calendar", "unknown", "must be the key of a calendar"));
        }
        range(errors, "slaMinutes", terms.slaMinutes(), 1, MOST_MINUTES_OF_SLA);
        range(errors, "leaseMinutes", terms.leaseMinutes(), 1, MOST_MINUTES_OF_LEASE);
        Integer capacity = terms.capacityPerPerson();
        if (capacity != null && capacity < 1) {
            errors.add(new FieldError("capacityPerPerson", "range", "must be at least 1, or nothing"));
        }
        if (terms.actions().isEmpty()) {
            errors.add(new FieldError("actions", "required", "must be some of " + sorted(ACTIONS)));
        } else {
            known(errors, "actions", terms.actions(), ACTIONS);
        }
        Integer ahead = terms.assignAhead();
        if (ahead != null) {
            range(errors, "assignAhead", ahead, 1, MOST_AHEAD);
            if (capacity != null && ahead > capacity) {
                errors.add(new FieldError("assignAhead", "beyond_capacity", "must not be more than capacityPerPerson"));
            }
        }
        known(errors, "languages", terms.languages(), LANGUAGES);
        known(errors, "typologies", terms.typologies(), TYPOLOGIES);
        share(errors, "scoreHiddenShare", terms.scoreHiddenShare());
        share(errors, "blindShare", terms.blindShare());
        share(errors, "secondReview.share", terms.secondReview().share());
        Integer fromEuro = terms.secondReview().fromEuro();
        if (fromEuro != null && fromEuro < 1) {
            errors.add(new FieldError("secondReview.fromEuro", "range", "must be at least 1, or nothing"));
        }
        known(errors, "secondReview.typologies", terms.secondReview().typologies(), TYPOLOGIES);
        return errors;
    }

    static void known(List<FieldError> errors, String field, List<String> codes, Set<String> all) {
        if (!all.containsAll(codes)) {
            errors.add(new FieldError(
                    field,
                    "unknown",
                    all.equals(LANGUAGES) ? "must be language codes of ISO 639-1" : "must be some of " + sorted(all)));
        }
    }

    static void languages(List<FieldError> errors, String field, List<String> codes) {
        known(errors, field, codes, LANGUAGES);
    }

    private static List<String> sorted(Set<String> codes) {
        return codes.stream().sorted().toList();
    }

    private static void range(List<FieldError> errors, String field, int value, int least, int most) {
        if (value < least || value > most) {
            errors.add(new FieldError(field, "range", "must be from " + least + " to " + most));
        }
    }

    private static void share(List<FieldError> errors, String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            errors.add(new FieldError(field, "range", "must be from 0 to 1"));
        }
    }

    /** @return whether this version is new: somebody else may have stored it a moment before */
    static boolean insert(
            Handle handle,
            String queue,
            int version,
            QueuePolicy.Terms terms,
            long seed,
            Actor actor,
            java.time.Instant at) {
        return handle.createUpdate("""
                        insert into queue_policy (queue_key, version, calendar_key, sla_minutes, lease_minutes, capacity_per_person,
                          actions, assign_ahead, languages, typologies, score_hidden_share, blind_share, second_review_share,
                          second_review_from_euro, second_review_typologies, draw_seed, changed_by, changed_at)
                        values (:queue, :version, :calendar, :sla, :lease, :capacity, :actions, :ahead, :languages, :typologies,
                          :hidden, :blind, :reviewShare, :reviewFrom, :reviewTypologies, :seed, :by, :at)
                        on conflict do nothing""")
                        .bind("queue", queue)
                        .bind("version", version)
                        .bind("calendar", terms.calendar())
                        .bind("sla", terms.slaMinutes())
                        .bind("lease", terms.leaseMinutes())
                        .bind("capacity", terms.capacityPerPerson())
                        .bindArray("actions", String.class, terms.actions())
                        .bind("ahead", terms.assignAhead())
                        .bindArray("languages", String.class, terms.languages())
                        .bindArray("typologies", String.class, terms.typologies())
                        .bind("hidden", terms.scoreHiddenShare())
                        .bind("blind", terms.blindShare())
                        .bind("reviewShare", terms.secondReview().share())
                        .bind("reviewFrom", terms.secondReview().fromEuro())
                        .bindArray(
                                "reviewTypologies",
                                String.class,
                                terms.secondReview().typologies())
                        .bind("seed", seed)
                        .bind("by", actor.id())
                        .bind("at", at)
                        .execute()
                == 1;
    }
}
