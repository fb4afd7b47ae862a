package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.Features;
import org.assize.platform.AssizeClock;
import org.assize.subject.SubjectKind;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The champions in memory. Looks every two seconds whether another was promoted, on whichever node; one that is corrupt or
 * gives scores that are no numbers is refused, and the last good one goes on.
 */
@ApplicationScoped
public class Champions {

    private static final Logger LOG = Logger.getLogger(Champions.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private record Held(
            @Nullable Champion champion, @Nullable String refusedVersion, Instant lookedAt) {}

    private final Jdbi jdbi;
    private final Features features;
    private final AssizeClock clock;
    private final Map<SubjectKind, Held> held = new EnumMap<>(SubjectKind.class);

    Champions(Jdbi jdbi, Features features, AssizeClock clock) {
        this.jdbi = jdbi;
        this.features = features;
        this.clock = clock;
    }

    /** The champion of this kind; empty on a marketplace that has no model yet. */
    public synchronized Optional<Champion> of(SubjectKind kind) {
        Instant now = clock.now();
        Held before = held.get(kind);
        if (before != null && now.isBefore(before.lookedAt().plus(LOOK_AGAIN)) && !now.isBefore(before.lookedAt())) {
            return Optional.ofNullable(before.champion());
        }
        Held after = look(kind, before, now);
        held.put(kind, after);
        return Optional.ofNullable(after.champion());
    }

    /** The next call looks in the database, whatever the time: for the node that has just promoted. */
    public synchronized void lookAgain() {
        held.replaceAll((kind, was) -> new Held(was.champion(), was.refusedVersion(), Instant.EPOCH));
    }

    /** Any registered model, for what it once said; empty when its file is refused. Read from the database, unless it flags. */
    public Optional<Champion> version(SubjectKind kind, String version) {
        Optional<Champion> now = of(kind);
        return now.isPresent() && now.get().version().equals(version)
                ? now
                : switch (load(version)) {
                    case Loaded(Champion model) -> Optional.of(model);
                    case Refused _ -> Optional.empty();
                };
    }

    private Held look(SubjectKind kind, @Nullable Held before, Instant now) {
        String version = jdbi.withHandle(
                handle -> handle.createQuery("select model_version from champion where subject_kind = :kind")
                        .bind("kind", kind.code())
                        .mapTo(String.class)
                        .findOne()
                        .orElse(null));
        Champion last = before == null ? null : before.champion();
        if (version == null) {
            return new Held(null, null, now);
        }
        if (last != null && last.version().equals(version)) {
            return new Held(last, null, now);
        }
        if (before != null && version.equals(before.refusedVersion())) {
            return new Held(last, version, now);
        }
        return switch (load(version)) {
            case Loaded(Champion champion) -> new Held(champion, null, now);
            case Refused(String why) -> {
                LOG.errorf(
                        "Champion %s is refused (%s); %s",
                        version, why, last == null ? "nothing scores" : last.version() + " goes on");
                yield new Held(last, version, now);
            }
        };
    }

    private sealed interface Answer {}

    private record Loaded(Champion champion) implements Answer {}

    private record Refused(String why) implements Answer {}

    private Answer load(String version) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select subject_kind, feature_set, forest, sha256 from model_version where version = :version")
                .bind("version", version)
                .map((row, context) -> {
                    SubjectKind kind = SubjectKind.ofCode(row.getString(1));
                    return switch (Model.read(row.getBytes(3), HexFormat.of().formatHex(row.getBytes(4)))) {
                        case Loading.ModelRefused refused -> new Refused(refused.cause() + ": " + refused.detail());
                        case Loading.ModelLoaded(Model model) -> {
                            FeatureCatalog all = features.catalog(kind);
                            var missing = model.forest().features().stream()
                                    .filter(name -> !all.has(name))
                                    .toList();
                            yield missing.isEmpty()
                                    ? new Loaded(new Champion(
                                            version,
                                            kind,
                                            row.getInt(2),
                                            model,
                                            all.only(model.forest().features())))
                                    : new Refused("features are not there: " + missing);
                        }
                    };
                })
                .one());
    }
}
