package org.assize.workbench.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.TabSheet;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.communication.PushConnection;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.AddNote;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseState;
import org.assize.casework.CaseViewers;
import org.assize.casework.DraftOf;
import org.assize.casework.FraudCase;
import org.assize.flagging.Flag;
import org.assize.insight.SubjectProfile;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.ActResult;
import org.assize.queue.AtCapacity;
import org.assize.queue.ClaimCase;
import org.assize.queue.Claimed;
import org.assize.queue.LostClaim;
import org.assize.queue.NoSuchCase;
import org.assize.queue.QueuePolicy;
import org.assize.security.Actor;
import org.assize.security.Colleagues;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.verdict.CloseAndClaimNext;
import org.assize.verdict.ReachVerdict;
import org.assize.verdict.VerdictForm;
import org.assize.workbench.CaseWords;
import org.assize.workbench.MainLayout;
import org.assize.workbench.NextCase;
import org.assize.workbench.PersonDay;
import org.assize.workbench.ReasonWords;
import org.jspecify.annotations.Nullable;

/** One case: why it came and who it is at the left, what happened in the middle, the verdict at the right. */
@Route(value = "case/:case", layout = MainLayout.class)
@RolesAllowed("cases:read")
class DeskView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CurrentActor actor;
    private final CaseReads reads;
    private final CaseActs acts;
    private final NextCase next;
    private final ReasonWords words;
    private final AssizeClock clock;
    private final CaseViewers viewers;

    private final Div band = new Div();
    private final Lease lease = new Lease(this::lapsed);
    private final AlsoViewing also = new AlsoViewing();
    private final Map<String, Span> counts = new HashMap<>();
    private volatile @Nullable UUID onDesk;
    private CaseViewers.@Nullable Visit visit;
    private @Nullable FraudCase its;
    private CaseFile.@Nullable Contents contents;
    private Optional<SubjectProfile.Profile> profile = Optional.empty();
    private @Nullable DeskHeader header;
    private @Nullable Component right;
    private @Nullable NotesPanel notes;
    private @Nullable TimelinePanel timeline;
    private @Nullable QueuePolicy policy;
    private @Nullable VerdictPanel verdict;
    private @Nullable TabSheet tabs;

    DeskView(
            CurrentActor actor,
            CaseReads reads,
            CaseActs acts,
            NextCase next,
            ReasonWords words,
            AssizeClock clock,
            CaseViewers viewers,
            Bulletin bulletin) {
        this.actor = actor;
        this.reads = reads;
        this.acts = acts;
        this.next = next;
        this.words = words;
        this.clock = clock;
        this.viewers = viewers;
        addClassName("desk");
        band.getElement().setAttribute("role", "alert");
        Live.follow(this, bulletin, this::concernsMe, this::hear);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String named = event.getRouteParameters().get("case").orElse("");
        show(reads.file(named).orElseThrow(() -> new NotFoundException("no case " + named)));
    }

    @Override
    public String getPageTitle() {
        return (its == null ? "" : Texts.t("workbench.case", CaseWords.number(its.number())) + " · ") + "Assize";
    }

    private FraudCase its() {
        if (its == null) {
            throw new IllegalStateException("the desk shows no case");
        }
        return its;
    }

    private void refresh() {
        reads.file(its().id()).ifPresent(this::show);
    }

    private void show(CaseFile.Contents contents) {
        removeAll();
        FraudCase shown = contents.fraudCase();
        this.contents = contents;
        visit(shown.id());
        QueuePolicy inForce = reads.policy(shown.queue());
        its = shown;
        policy = inForce;
        Actor me = actor.get();
        Instant now = clock.now();
        Instant until = shown.claimedUntil();
        boolean mine = me.id().equals(shown.claimedById()) && until != null && until.isAfter(now);
        Instant asOf = contents.flags().stream()
                .map(Flag::asOf)
                .max(Instant::compareTo)
                .orElse(shown.openedAt());
        profile = reads.profile(shown.subject(), asOf);
        ViewKeys keys = ViewKeys.in(this);
        band.removeAll();
        band.setClassName("desk-band");
        Div left = new Div(new WhyPanel(contents, words), new ProfilePanel(profile));
        left.addClassName("desk-left");
        Div middle = new Div(tabs(contents, profile, me.may(Permission.WORK_CASES)));
        middle.addClassName("desk-middle");
        if (mine) {
            verdict = new VerdictPanel(keys, inForce.actions(), this::keep, this::close, buttons());
            right = verdict;
            lease.show(Duration.between(now, until), inForce.lease());
            reads.draft(shown.id()).flatMap(DeskView::typed).ifPresent(verdict::fill);
        } else {
            verdict = null;
            right = stand(contents);
        }
        Div desk = new Div(left, middle, right);
        desk.addClassName("desk-body");
        header =
                new DeskHeader(contents, name(profile), mine ? lease : null, this::extend, reads.sla(shown, now), also);
        add(header, band, desk);
        if (verdict != null) {
            verdict.focusDecision();
        }
    }

    private static @Nullable String name(Optional<SubjectProfile.Profile> profile) {
        return profile.orElse(null) instanceof SubjectProfile.OfSeller(var seller, var _) ? seller.name() : null;
    }

    private StandPanel stand(CaseFile.Contents contents) {
        return new StandPanel(contents, clock.now(), actor.get().may(Permission.WORK_CASES) ? this::claim : null);
    }

    private boolean isMine(FraudCase its) {
        Instant until = its.claimedUntil();
        return actor.get().id().equals(its.claimedById()) && until != null && until.isAfter(clock.now());
    }

    // ------------------------------------------------------------------------------------------- while others act

    @Override
    protected void onDetach(DetachEvent event) {
        if (visit != null) {
            viewers.leave(visit);
            visit = null;
        }
    }

    /** Coming to the next case leaves the one before: the page stays the same. */
    private void visit(UUID caseId) {
        onDesk = caseId;
        if (visit != null && !visit.caseId().equals(caseId)) {
            viewers.leave(visit);
            visit = null;
        }
        if (visit == null) {
            visit = viewers.arrive(actor.get(), caseId);
        }
        also.show(viewers.others(actor.get(), caseId));
    }

    private boolean concernsMe(Change change) {
        UUID caseId = onDesk;
        return caseId != null
                && (change.concerns(AuditTrail.CASE, caseId)
                        || change.concerns(CaseViewers.TOPIC, caseId)
                        || change.equals(Change.TICK));
    }

    private void hear(Set<Change> changes) {
        PushConnection push = ui().getInternals().getPushConnection();
        if (visit != null && changes.contains(Change.TICK) && push != null && push.isConnected()) {
            viewers.confirm(visit);
        }
        also.show(viewers.others(actor.get(), its().id()));
        if (changes.stream().anyMatch(change -> change.isOf(AuditTrail.CASE))) {
            reads.file(its().id()).ifPresent(this::catchUp);
        }
    }

    /** What others have done to the case shows where it belongs; what is being typed is left alone. */
    private void catchUp(CaseFile.Contents now) {
        CaseFile.Contents before = contents;
        if (before == null || now.equals(before)) {
            return;
        }
        contents = now;
        FraudCase its = now.fraudCase();
        boolean mine = isMine(its);
        boolean claimMoved = its.state() != before.fraudCase().state()
                || !Objects.equals(its.claimedById(), before.fraudCase().claimedById());
        if (verdict == null && mine) {
            show(now);
            return;
        }
        if (verdict != null && !mine) {
            if (claimMoved) {
                lapsed();
            }
        } else {
            this.its = its;
            if (verdict == null && right != null && claimMoved) {
                StandPanel stand = stand(now);
                right.getElement().getParent().appendChild(stand.getElement());
                right.getElement().removeFromParent();
                right = stand;
            }
            if (header != null) {
                DeskHeader fresh = new DeskHeader(
                        now,
                        name(profile),
                        mine ? lease : null,
                        this::extend,
                        reads.sla(now.fraudCase(), clock.now()),
                        also);
                replace(header, fresh);
                header = fresh;
            }
            Instant until = its.claimedUntil();
            if (mine && until != null && policy != null) {
                lease.show(Duration.between(clock.now(), until), policy.lease());
            }
        }
        if (notes != null) {
            notes.show(now.notes());
        }
        count("notes", now.notes().size());
        count("earlier", now.earlier().size() + now.verdicts().size());
        if (timeline != null) {
            timeline.catchUp();
        }
    }

    // ------------------------------------------------------------------------------------------------- the middle

    private Component tabs(CaseFile.Contents contents, Optional<SubjectProfile.Profile> profile, boolean works) {
        TabSheet sheet = new TabSheet();
        sheet.addClassName("desk-tabs");
        FraudCase shown = contents.fraudCase();
        tab(sheet, "orders", 0, "o", new OrdersPanel(reads, shown.subject(), profile));
        timeline = new TimelinePanel(reads, shown.id());
        tab(sheet, "timeline", 0, "t", timeline);
        notes = new NotesPanel(contents.notes());
        tab(sheet, "notes", contents.notes().size(), null, notes);
        int earlier = contents.earlier().size() + contents.verdicts().size();
        tab(sheet, "earlier", earlier, "y", new EarlierPanel(contents));
        if (works) {
            Button note = new Button(Texts.t("workbench.note.add"), event -> note());
            note.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            sheet.setSuffixComponent(ViewKeys.click(note, "m"));
        }
        tabs = sheet;
        return sheet;
    }

    private void tab(TabSheet sheet, String name, int count, @Nullable String key, Component content) {
        Tab tab = new Tab(new Span(Texts.t("workbench.tab." + name)));
        Span number = new Span();
        number.addClassNames("muted", "num");
        tab.add(number);
        counts.put(name, number);
        count(name, count);
        if (key != null) {
            tab.add(ViewKeys.kbd(key));
            ViewKeys.bind(tab, key, "workbench.tab." + name);
        }
        sheet.add(tab, content);
    }

    private void count(String tab, int count) {
        Span number = counts.get(tab);
        if (number != null) {
            number.setText(count == 0 ? "" : Texts.number(count));
            number.setVisible(count > 0);
        }
    }

    // --------------------------------------------------------------------------------------------------- the acts

    private List<Button> buttons() {
        return List.of(
                button("workbench.snooze.do", "s", this::snooze),
                button("workbench.escalate.do", "e", this::escalate),
                button("workbench.handOver.do", "h", this::handOver),
                button("workbench.release.do", "x", this::release),
                button("workbench.skip.do", "k", this::skip));
    }

    private static Button button(String textKey, String key, Runnable act) {
        Button button = new Button(Texts.t(textKey), event -> act.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        return ViewKeys.click(button, key);
    }

    private void keep(VerdictForm form) {
        boolean kept = acts.saveDraft(its().id(), written(form));
        if (verdict != null) {
            verdict.saved(kept ? Texts.t("workbench.draft.saved") : "");
        }
        Instant until = its().claimedUntil();
        if (until != null
                && policy != null
                && Duration.between(clock.now(), until).compareTo(policy.lease().dividedBy(2)) < 0) {
            extend();
        }
    }

    private static String written(VerdictForm form) {
        try {
            return JSON.writeValueAsString(form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a verdict form can not be written as JSON", e);
        }
    }

    /** Empty when an older release wrote it in another shape. */
    private static Optional<VerdictForm> typed(DraftOf.Draft draft) {
        try {
            return Optional.of(JSON.readValue(draft.content(), VerdictForm.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void claim() {
        switch (acts.claim(its().id())) {
            case Claimed _, ClaimCase.HeldByAnother _, ClaimCase.Reserved _, ClaimCase.NotOpen _, NoSuchCase _ ->
                refresh();
            case AtCapacity(int capacity) -> NextCase.tell(Texts.t("workbench.next.capacity", capacity));
        }
    }

    private void extend() {
        ActResult result = acts.extend(its().id(), its().claimVersion());
        if (result instanceof ActResult.Done(FraudCase extended)) {
            its = extended;
            Instant until = extended.claimedUntil();
            if (until != null && policy != null) {
                lease.show(Duration.between(clock.now(), until), policy.lease());
            }
        } else {
            done(result, () -> {});
        }
    }

    private void release() {
        String queue = its().queue();
        done(acts.release(its().id(), its().claimVersion()), () -> {
            NextCase.tell(Texts.t("workbench.release.done", CaseWords.number(its().number())));
            ui().navigate("queues/" + queue);
        });
    }

    private void skip() {
        String queue = its().queue();
        done(acts.release(its().id(), its().claimVersion()), () -> next.say(ui(), queue, acts.claimNext(queue)));
    }

    private void close(VerdictForm form) {
        FraudCase closing = its();
        switch (acts.close(closing.id(), closing.claimVersion(), form)) {
            case CloseAndClaimNext.Closed(var reached, var after) -> {
                NextCase.tell(Texts.t(
                        "workbench.closed",
                        CaseWords.number(closing.number()),
                        CaseWords.decisionText(reached.decision().name())));
                next.say(ui(), closing.queue(), after);
            }
            case CloseAndClaimNext.Refused(ReachVerdict.Result why) -> {
                switch (why) {
                    case ReachVerdict.Invalid(var errors) -> {
                        if (verdict != null) {
                            verdict.refuse(errors);
                        }
                    }
                    case ReachVerdict.Lost(LostClaim claim) -> lost(claim);
                    case ReachVerdict.NotFound _, ReachVerdict.Reached _ -> refresh();
                }
            }
        }
    }

    private void snooze() {
        PersonDay day = PersonDay.of(ui(), clock.now());
        Select<Snooze> until = new Select<>();
        until.setLabel(Texts.t("workbench.snooze.until"));
        until.setItems(Snooze.values());
        until.setItemLabelGenerator(each -> Texts.t("workbench.snooze." + each.name()));
        until.setValue(Snooze.FOUR_HOURS);
        new ActDialog(
                        "workbench.snooze",
                        "reason",
                        reason -> leave(acts.snooze(
                                its().id(),
                                its().claimVersion(),
                                until.getValue().from(day.now()),
                                reason)))
                .field("until", until)
                .ask();
    }

    private void escalate() {
        Select<QueuePolicy> to = new Select<>();
        to.setLabel(Texts.t("workbench.escalate.to"));
        String kind = its().subjectKind();
        List<QueuePolicy> others = reads.policies().stream()
                .filter(other -> !other.queueKey().equals(its().queue()))
                .filter(other ->
                        other.subjectKind() == null || other.subjectKind().equals(kind))
                .toList();
        to.setItems(others);
        to.setItemLabelGenerator(other -> CaseWords.queue(other.queueKey(), other.queueName()));
        if (!others.isEmpty()) {
            to.setValue(others.getFirst());
        }
        new ActDialog(
                        "workbench.escalate",
                        "reason",
                        reason -> to.getValue() == null
                                ? required("queue")
                                : leave(acts.escalate(
                                        its().id(),
                                        its().claimVersion(),
                                        to.getValue().queueKey(),
                                        reason)))
                .field("queue", to)
                .ask();
    }

    private void handOver() {
        ComboBox<Colleagues.Colleague> to = new ComboBox<>(Texts.t("workbench.handOver.to"));
        to.setItems(acts.colleagues());
        to.setItemLabelGenerator(Colleagues.Colleague::name);
        new ActDialog(
                        "workbench.handOver",
                        "reason",
                        reason -> to.getValue() == null
                                ? required("to")
                                : leave(acts.handOver(
                                        its().id(),
                                        its().claimVersion(),
                                        to.getValue().id(),
                                        reason)))
                .field("to", to)
                .ask();
    }

    private void note() {
        new ActDialog("workbench.note", "body", body -> switch (acts.note(its().id(), body)) {
                    case AddNote.Added _ -> {
                        noted();
                        yield List.of();
                    }
                    case AddNote.Invalid(var errors) -> errors;
                    case AddNote.NoSuchCase _ -> List.of();
                })
                .ask();
    }

    private void noted() {
        reads.file(its().id()).ifPresent(this::catchUp);
        if (tabs != null && notes != null) {
            tabs.setSelectedTab(tabs.getTab(notes));
        }
        NextCase.tell(Texts.t("workbench.note.added"));
    }

    private static List<FieldError> required(String field) {
        return List.of(new FieldError(field, "required", "must be given"));
    }

    /** An act after which the case is no longer here: back to its queue. */
    private List<FieldError> leave(ActResult result) {
        List<FieldError> errors = new ArrayList<>();
        String queue = its().queue();
        if (result instanceof ActResult.Invalid(List<FieldError> found)) {
            errors.addAll(found);
        } else {
            done(result, () -> ui().navigate("queues/" + queue));
        }
        return errors;
    }

    private void done(ActResult result, Runnable then) {
        switch (result) {
            case ActResult.Done _ -> then.run();
            case ActResult.Invalid(var errors) ->
                throw new IllegalStateException("refused without anything to fill in: " + errors);
            case LostClaim lost -> lost(lost);
            case NoSuchCase _ -> refresh();
        }
    }

    // ------------------------------------------------------------------------------------------- when it is gone

    private void lapsed() {
        reads.file(its().id()).ifPresent(contents -> {
            FraudCase now = contents.fraudCase();
            Instant until = now.claimedUntil();
            boolean mine = actor.get().id().equals(now.claimedById()) && until != null && until.isAfter(clock.now());
            if (!mine) {
                boolean another =
                        now.state() == CaseState.CLAIMED && !actor.get().id().equals(now.claimedById());
                lost(new LostClaim(
                        now.id(),
                        now.state(),
                        another ? now.claimedById() : null,
                        another ? now.claimedBy() : null,
                        null,
                        null,
                        another ? now.claimedAt() : its().claimedUntil()));
            }
        });
    }

    /** Says who has the case now and since when; what was typed stays in sight and in the draft. */
    private void lost(LostClaim claim) {
        if (verdict != null) {
            verdict.freeze();
        }
        band.removeAll();
        band.setClassName("desk-band notice notice-warning");
        String who = claim.heldBy();
        String decider = claim.decidedBy();
        String what = who != null
                ? Texts.t("workbench.lost.another", who)
                : decider != null
                        ? Texts.t("workbench.lost.decided", decider)
                        : Texts.t(claim.state() == CaseState.CLOSED ? "workbench.lost.closed" : "workbench.lost.free");
        Span kept = new Span(Texts.t("workbench.lost.kept"));
        kept.addClassName("muted");
        Div text = new Div(new Span(what), new RelativeTime(claim.since()), kept);
        text.addClassName("pair");
        Button again = new Button(
                Texts.t(
                        who == null && claim.state() != CaseState.CLOSED
                                ? "workbench.stand.claim"
                                : "workbench.lost.look"),
                event -> {
                    if (who == null && claim.state() != CaseState.CLOSED) {
                        claim();
                    } else {
                        refresh();
                    }
                });
        Button onward = new Button(Texts.t("workbench.nextCase"), event -> next.of(ui(), its().queue()));
        Div spacer = new Div();
        spacer.addClassName("spacer");
        band.add(Glyph.WARNING.icon(), text, spacer, ViewKeys.click(again, "w"), ViewKeys.click(onward, "n"));
    }

    private UI ui() {
        return getUI().orElseGet(UI::getCurrent);
    }
}
