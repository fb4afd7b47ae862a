package org.assize.label;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
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

    /** Writes UTF-8 to {@code out} and returns how many labels there were. Leaves {@code out} open. */
    @Transactional
    public long export(Actor actor, Request request, OutputStream out) {
        actor.require(Permission.READ_LABELS);
        Instant now = clock.now();
        Instant recordedBy = request.recordedBy() == null ? now : request.recordedBy();
        long rows = write(request, recordedBy, out);
        trail.ofArea(
                Area.LABELS,
                "label.exported",
                actor,
                now,
                Map.of(
                        "asOf",
                        request.asOf(),
                        "recordedBy",
                        recordedBy,
                        "rows",
                        rows,
                        "format",
                        request.format().name()));
        return rows;
    }

    long write(Request request, Instant recordedBy, OutputStream out) {
        SubjectKind kind = request.kind();
        List<String> names = request.features() && kind != null ? features.names(kind, recordedBy) : List.of();
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        LabelFormat.Sink sink = request.format().open(writer, names);
        long[] rows = {0};
        labels.forEach(request.asOf(), recordedBy, kind, label -> {
            sink.write(label, names.isEmpty() ? null : features.of(label.subject(), names, request.asOf(), recordedBy));
            rows[0]++;
        });
        try {
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows[0];
    }
}
