package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.casework.Words;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Puts a new version of what policy says of a scheme in force. Verdicts keep the version they were reached under. */
@ApplicationScoped
public class ChangePolicyText {

    /** Characters. */
    public static final int LONGEST_SECTION = 20;

    /** Characters: it stands beside the verdict, and is read in a minute that has other things in it. */
    public static final int LONGEST_BODY = 1_200;

    private final Jdbi jdbi;
    private final PolicyTexts texts;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ChangePolicyText(Jdbi jdbi, PolicyTexts texts, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.texts = texts;
        this.trail = trail;
        this.clock = clock;
    }

    /** What somebody has filled in, right or not. */
    public record Form(String section, String english, String chinese) {}

    public sealed interface Result {}

    public record Changed(PolicyText text) implements Result {}

    /** It says so already. */
    public record Unchanged(PolicyText text) implements Result {}

    /** Somebody else changed it first: look at theirs before changing it again. */
    public record Outdated(PolicyText current) implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /** @param version the one that the actor has looked at; 0 when there was none */
    @Transactional
    public Result change(Actor actor, Typology typology, int version, Form form) {
        actor.require(Permission.CHANGE_POLICIES);
        List<FieldError> errors = new ArrayList<>(Words.check("section", form.section(), LONGEST_SECTION));
        errors.addAll(Words.check("english", form.english(), LONGEST_BODY));
        errors.addAll(Words.check("chinese", form.chinese(), LONGEST_BODY));
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        Optional<PolicyText> current = texts.current(actor, typology);
        if (current.isPresent() && current.get().version() != version) {
            return new Outdated(current.get());
        }
        Form its = new Form(
                form.section().strip(), form.english().strip(), form.chinese().strip());
        if (current.isPresent()
                && its.equals(new Form(
                        current.get().section(),
                        current.get().english(),
                        current.get().chinese()))) {
            return new Unchanged(current.get());
        }
        Instant now = clock.now();
        int next = current.map(PolicyText::version).orElse(0) + 1;
        boolean inserted = jdbi.withHandle(handle -> handle.createUpdate("""
                                insert into policy_text (typology, version, section, body_en, body_zh_cn, changed_by, changed_at)
                                values (:typology, :version, :section, :english, :chinese, :by, :at)
                                on conflict do nothing""")
                        .bind("typology", typology.code())
                        .bind("version", next)
                        .bind("section", its.section())
                        .bind("english", its.english())
                        .bind("chinese", its.chinese())
                        .bind("by", actor.id())
                        .bind("at", now)
                        .execute()
                == 1);
        PolicyText inForce = texts.current(actor, typology).orElseThrow();
        if (!inserted) {
            return new Outdated(inForce);
        }
        // all the words: they are the house's, nobody's secret, and the trail alone tells what was in force when
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("typology", typology);
        payload.put("version", next);
        payload.put("section", its.section());
        payload.put("english", its.english());
        payload.put("chinese", its.chinese());
        trail.ofArea(Area.POLICIES, "policy_text.changed", actor, now, payload);
        return new Changed(inForce);
    }
}
