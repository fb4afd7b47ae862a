package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.platform.Outbox;
import org.assize.platform.kafka.KafkaConfig;
import org.assize.platform.kafka.PublishOutbox;

/**
 * Tells the marketplace, by a topic of Kafka, which subjects a model or a rule has flagged. An audit sample says nothing about its
 * subjects, so nobody outside hears of it; nor is anything written down when there is no Kafka to tell.
 */
@ApplicationScoped
class TellFlagged {

    private final KafkaConfig kafka;
    private final Outbox outbox;

    TellFlagged(KafkaConfig kafka, Outbox outbox) {
        this.kafka = kafka;
        this.outbox = outbox;
    }

    /** @param cases of the flags, in their order */
    void tell(List<SubjectFlagged> flags, List<UUID> cases) {
        if (kafka.servers().isEmpty()) {
            return;
        }
        for (int i = 0; i < flags.size(); i++) {
            SubjectFlagged flag = flags.get(i);
            if (flag.origin() == FlagOrigin.MODEL || flag.origin() == FlagOrigin.RULE) {
                String key = flag.subject().kind().code() + ":" + flag.subject().id();
                outbox.put(PublishOutbox.FLAGGED, key, message(flag, cases.get(i)), flag.at());
            }
        }
    }

    private static Map<String, Object> message(SubjectFlagged flag, UUID caseId) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("subjectKind", flag.subject().kind().code());
        message.put("subjectId", flag.subject().id());
        message.put("caseId", caseId);
        message.put("origin", flag.origin().code());
        message.put("score", flag.score());
        message.put("percentile", flag.percentile());
        message.put("modelVersion", flag.modelVersion());
        message.put("asOf", flag.asOf());
        message.put("market", flag.market());
        message.put("valueAtRiskMinor", flag.valueAtRisk().minor());
        message.put("currency", flag.valueAtRisk().currency());
        message.put("at", flag.at());
        message.values().removeIf(Objects::isNull);
        return message;
    }
}
