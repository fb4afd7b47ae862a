package org.assize.label;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** Hands out the labels as known at an instant; that they were taken, by whom and as of when, goes into the trail. */
@ApplicationScoped
public class ExportLabels {

    /** What to export; {@code features} needs a kind, since orders and sellers have different ones. */
    public record Request(
            Instant asOf,
            @Nullable Instant recordedBy,
            @Nullable SubjectKind kind,
            LabelFormat format,
            boolean features) {

        public Request {
            if (features && kind == null) {
                throw new IllegalArgumentException("features need a subject kind: order or seller");
            }
        }
    }

    /** Labels whose vectors are asked for in one question. */
    private static final int AT_ONCE = 1_000;

    private final LabelsAsOf labels;
    private final LabelFeatures features;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ExportLabels(LabelsAsOf labels, LabelFeatures features, AuditTrail trail, AssizeClock clock) {
        this.labels = labels;
        this.features = features;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Writes UTF-8 to {@code out} and returns how many labels there were. Leaves {@code out} open.
     *
     * <p>In no transaction of its own, since it lasts as long as the reader takes: that it begins is in the trail before the
     * first byte leaves, and how it ended after the last, so that one that is cut off leaves its entry too.
     */
    public long export(Actor actor, Request request, OutputStream out) {
        actor.require(Permission.READ_LABELS);
        Instant now = clock.now();
        Instant recordedBy = request.recordedBy() == null ? now : request.recordedBy();
        UUID export = Ids.next();
        var asked = new LinkedHashMap<String, Object>();
        asked.put("export", export);
        asked.put("asOf", request.asOf());
        asked.put("recordedBy", recordedBy);
        asked.put("format", request.format().name());
        asked.put("features", request.features());
        if (request.kind() != null) {
            asked.put("kind", request.kind().code());
        }
        tell(actor, "label.export_begun", now, asked);
        long[] rows = {0};
        boolean whole = false;
        try {
            write(request, recordedBy, out, rows);
            whole = true;
        } finally {
            tell(actor, "label.exported", clock.now(), Map.of("export", export, "rows", rows[0], "whole", whole));
        }
        return rows[0];
    }

    private void tell(Actor actor, String kind, Instant at, Map<String, ?> payload) {
        QuarkusTransaction.requiringNew().run(() -> trail.ofArea(Area.LABELS, kind, actor, at, payload));
    }

    /** Counts in {@code rows} what it has written. */
    void write(Request request, Instant recordedBy, OutputStream out, long[] rows) {
        SubjectKind kind = request.kind();
        List<String> names = request.features() && kind != null ? features.names(kind, recordedBy) : List.of();
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        LabelFormat.Sink sink = request.format().open(writer, names);
        List<Label> waiting = new ArrayList<>();
        Runnable writeWaiting = () -> {
            Map<SubjectRef, Instant> moments =
                    waiting.stream().collect(Collectors.toMap(Label::subject, Label::speaksOf));
            var vectors = names.isEmpty() || kind == null
                    ? Map.<SubjectRef, double[]>of()
                    : features.of(kind, moments, names, recordedBy);
            for (Label label : waiting) {
                sink.write(label, vectors.get(label.subject()));
                rows[0]++;
            }
            waiting.clear();
        };
        labels.forEach(request.asOf(), recordedBy, kind, label -> {
            waiting.add(label);
            if (waiting.size() == AT_ONCE) {
                writeWaiting.run();
            }
        });
        writeWaiting.run();
        try {
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
