package org.assize.workbench.desk;

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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.AddNote;
import org.assize.casework.AnswerQuestion;
import org.assize.casework.AskColleague;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseState;
import org.assize.casework.CaseViewers;
import org.assize.casework.FraudCase;
import org.assize.casework.Question;
import org.assize.casework.ReopenCase;
import org.assize.flagging.Flag;
import org.assize.insight.OrdersAround;
import org.assize.insight.SubjectProfile;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Still;
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
import org.assize.verdict.BlindReading;
import org.assize.verdict.CloseAndClaimNext;
import org.assize.verdict.ReachVerdict;
import org.assize.verdict.ReviewVerdict;
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

    private final CurrentActor actor;
    private final CaseReads reads;
    private final CaseActs acts;
    private final NextCase next;
    private final ReasonWords words;
    private final AssizeClock clock;
    private final CaseViewers viewers;
    private final RingDesk rings;

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
    private @Nullable OnFirstLook<NotesPanel> notes;
    private @Nullable OnFirstLook<TimelinePanel> timeline;
    private @Nullable OnFirstLook<EvidencePanel> evidence;
    private DeskDraft draft = DeskDraft.EMPTY;
    private @Nullable QueuePolicy policy;
    private @Nullable VerdictPanel verdict;
    private @Nullable TabSheet tabs;
    private @Nullable RingPanel ring;

    DeskView(
            CurrentActor actor,
            CaseReads reads,
            CaseActs acts,
            NextCase next,
            ReasonWords words,
            AssizeClock clock,
            CaseViewers viewers,
            Bulletin bulletin,
            RingDesk rings) {
        this.actor = actor;
        this.reads = reads;
        this.acts = acts;
        this.next = next;
        this.words = words;
        this.clock = clock;
        this.viewers = viewers;
        this.rings = rings;
        addClassName("desk");
        band.getElement().setAttribute("role", "alert");
        Live.follow(this, bulletin, this::concernsMe, this::hear);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String named = event.getRouteParameters().get("case").orElse("");
        show(reads.file(named).orElseThrow(() -> new NotFoundException("no case " + named)));
        event.getLocation().getQueryParameters().getSingleParameter("tab").ifPresent(this::select);
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

    private CaseFile.Contents file() {
        if (contents == null) {
            throw new IllegalStateException("the desk shows no case");
        }
        return contents;
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
        if (me.may(Permission.WORK_CASES)) {
            // their buttons stand on a tab that may not be in sight
            keys.opening("m", "workbench.note.title", this::note).opening("q", "workbench.ask.title", this::ask);
        }
        band.removeAll();
        band.setClassName("desk-band");
        Div left = new Div(
                Still.copy(new WhyPanel(contents, words)),
                Still.copy(new ProfilePanel(profile, seller -> reads.standing(seller, asOf))));
        left.addClassName("desk-left");
        Div middle = new Div(tabs(contents, profile, me.may(Permission.WORK_CASES), mine));
        middle.addClassName("desk-middle");
        draft = me.may(Permission.WORK_CASES)
                ? reads.draft(shown.id())
                        .flatMap(kept -> DeskDraft.read(kept.content()))
                        .orElse(DeskDraft.EMPTY)
                : DeskDraft.EMPTY;
        if (mine) {
            verdict = new VerdictPanel(keys, inForce.actions(), this::keep, this::close, acts())
                    .policy(reads::policyText);
            right = verdict;
            lease.show(Duration.between(now, until), inForce.lease());
            if (draft.form() != null) {
                fill(draft.form());
            }
        } else {
            verdict = null;
            right = stand(contents);
        }
        Div desk = new Div(left, middle, right);
        desk.addClassName("desk-body");
        header = header(contents, mine, now);
        add(header);
        if (mine || me.id().equals(shown.assignedToId())) {
            reads.passedOn(shown.id()).ifPresent(said -> add(new PassedOnBand(said)));
        }
        add(band, desk);
        if (verdict != null) {
            verdict.focusDecision();
        }
    }

    private void fill(VerdictForm typed) {
        if (verdict != null) {
            verdict.fill(typed);
        }
        if (ring != null) {
            ring.fill(typed.exceptions());
        }
    }

    /** What the verdict panel says and, of a ring, where the verdict is to be another. */
    private VerdictForm whole(VerdictForm form) {
        return ring == null ? form : form.with(ring.exceptions());
    }

    private DeskHeader header(CaseFile.Contents contents, boolean mine, Instant now) {
        return Still.draw(
                new DeskHeader(
                        contents,
                        name(profile),
                        mine ? lease : null,
                        this::extend,
                        reads.sla(contents.fraudCase(), now),
                        also),
                lease,
                also);
    }

    private static @Nullable String name(Optional<SubjectProfile.Profile> profile) {
        return profile.orElse(null) instanceof SubjectProfile.OfSeller(var seller, var _) ? seller.name() : null;
    }

    private Component stand(CaseFile.Contents contents) {
        Actor me = actor.get();
        if (contents.fraudCase().state() == CaseState.SECOND_REVIEW) {
            List<BlindReading> both =
                    reads.readingsToDecideBetween(contents.fraudCase().id());
            boolean own = contents.verdicts().stream()
                            .limit(1)
                            .anyMatch(its -> its.reachedById().equals(me.id()))
                    || both.stream().anyMatch(its -> its.verdict().reachedById().equals(me.id()));
            ReviewPanel.Reader reader = own
                    ? ReviewPanel.Reader.AUTHOR
                    : me.may(Permission.STEER_CASES) ? ReviewPanel.Reader.REVIEWER : ReviewPanel.Reader.OTHER;
            return both.isEmpty()
                    ? new ReviewPanel(contents, reader, this::uphold, this::overturn)
                    : new ReadingsPanel(both, reader, this::uphold, this::adopt, this::overturn);
        }
        boolean read = me.id().equals(contents.fraudCase().firstReaderId());
        return new StandPanel(
                contents,
                clock.now(),
                me.may(Permission.WORK_CASES) && !read ? this::claim : null,
                me.may(Permission.STEER_CASES) ? this::reopen : null);
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
            acts.seen(caseId);
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
            if (notes != null) {
                notes.ifMade(made -> made.show(file().notes(), reads.questions(its().id())));
            }
            if (evidence != null) {
                evidence.ifMade(EvidencePanel::catchUp);
                attached();
            }
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
        boolean ringMoved = !Objects.equals(its.ringId(), before.fraudCase().ringId());
        if (verdict == null && mine || ringMoved) {
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
                Component stand = stand(now);
                right.getElement().getParent().appendChild(stand.getElement());
                right.getElement().removeFromParent();
                right = stand;
            }
            if (header != null) {
                DeskHeader fresh = header(now, mine, clock.now());
                replace(header, fresh);
                header = fresh;
            }
            Instant until = its.claimedUntil();
            if (mine && until != null && policy != null) {
                lease.show(Duration.between(clock.now(), until), policy.lease());
            }
        }
        if (notes != null) {
            notes.ifMade(made -> made.show(now.notes(), reads.questions(its.id())));
        }
        count("notes", now.notes().size());
        count("earlier", now.earlier().size() + now.verdicts().size());
        if (timeline != null) {
            timeline.ifMade(TimelinePanel::catchUp);
        }
    }

    // ------------------------------------------------------------------------------------------------- the middle

    private Component tabs(
            CaseFile.Contents contents, Optional<SubjectProfile.Profile> profile, boolean works, boolean mine) {
        TabSheet sheet = new TabSheet();
        sheet.addClassName("desk-tabs");
        FraudCase shown = contents.fraudCase();
        OrdersPanel orders = new OrdersPanel(reads, shown.subject(), profile, contents.scoreIsHidden());
        tab(sheet, "orders", orders.count(), "o", orders);
        timeline = new OnFirstLook<>(() -> new TimelinePanel(reads, shown.id()));
        tab(sheet, "timeline", 0, "t", timeline);
        links(sheet, shown, mine);
        notes = new OnFirstLook<>(() -> new NotesPanel(
                actor.get().id(),
                works
                        ? List.of(
                                button("workbench.note.add", "m", this::note),
                                button("workbench.ask.do", "q", this::ask))
                        : List.of(),
                this::answer,
                file().notes(),
                reads.questions(shown.id())));
        tab(sheet, "notes", contents.notes().size(), null, notes);
        evidence = new OnFirstLook<>(() -> new EvidencePanel(reads, acts, shown.id(), works, this::attached));
        tab(sheet, "evidence", reads.evidence(shown.id()).size(), "d", evidence);
        int earlier = contents.earlier().size() + contents.verdicts().size();
        tab(
                sheet,
                "earlier",
                earlier,
                "y",
                new OnFirstLook<>(() -> new Div(new EarlierPanel(file()), new LinkedCases(rings, shown.subject()))));
        tabs = sheet;
        return sheet;
    }

    /** Who the subject hangs together with; of a ring, first of all who is judged with it. */
    private void links(TabSheet sheet, FraudCase shown, boolean mine) {
        LinksPanel linked = new LinksPanel(rings, shown, lead -> {
            NextCase.tell(Texts.t("workbench.ring.opened"));
            if (lead.equals(shown.id())) {
                refresh();
            } else {
                ui().navigate(NextCase.desk(lead));
            }
        });
        ring = null;
        if (!shown.leadsRing()) {
            tab(sheet, "links", 0, "g", linked);
            countLater(linked);
            return;
        }
        List<FraudCase> members = rings.members(shown.id());
        ring = new RingPanel(shown.id(), members, rings.names(shown.id()), mine, () -> {
            if (verdict != null) {
                keep(verdict.form());
            }
        });
        tab(sheet, "ring", members.size(), "g", new Div(ring, linked));
        sheet.setSelectedIndex(sheet.getTabCount() - 1);
    }

    /** What takes a moment to find is looked up once the case is drawn; its room in the tab is kept. */
    private void countLater(LinksPanel linked) {
        Span number = counts.get("links");
        if (number == null) {
            return;
        }
        number.addClassName("tab-count");
        number.setVisible(true);
        getElement()
                .executeJs("return new Promise(done => (window.requestIdleCallback ?? setTimeout)(() => done(0)))")
                .then(drawn -> {
                    if (number.equals(counts.get("links"))) {
                        number.setText(linked.count());
                    }
                });
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

    /** @param named as in the address: {@code orders}, {@code timeline}, {@code notes}, {@code evidence} */
    private void select(String named) {
        Span number = counts.get(named);
        if (tabs != null && number != null && number.getParent().orElse(null) instanceof Tab tab) {
            tabs.setSelectedTab(tab);
        }
    }

    /** Read and not asked of the panel, which may not have been made. */
    private void attached() {
        count("evidence", reads.evidence(its().id()).size());
    }

    private void count(String tab, int count) {
        Span number = counts.get(tab);
        if (number != null) {
            boolean capped = tab.equals("orders") && count >= OrdersAround.COUNTED;
            number.setText(count == 0 ? "" : Texts.number(count) + (capped ? "+" : ""));
            number.setVisible(count > 0);
        }
    }

    // --------------------------------------------------------------------------------------------------- the acts

    private List<Acts.Act> acts() {
        return List.of(
                new Acts.Act("workbench.snooze.do", "s", this::snooze),
                new Acts.Act("workbench.escalate.do", "e", this::escalate),
                new Acts.Act("workbench.handOver.do", "h", this::handOver),
                new Acts.Act("workbench.release.do", "x", this::release),
                new Acts.Act("workbench.skip.do", "k", this::skip));
    }

    private static Button button(String textKey, String key, Runnable act) {
        Button button = new Button(Texts.t(textKey), event -> act.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        return ViewKeys.click(button, key);
    }

    private void keep(VerdictForm form) {
        keep(draft.with(whole(form)));
        Instant until = its().claimedUntil();
        if (until != null
                && isMine(its())
                && policy != null
                && Duration.between(clock.now(), until).compareTo(policy.lease().dividedBy(2)) < 0) {
            extend();
        }
    }

    private void keep(DeskDraft typed) {
        draft = typed;
        boolean kept = acts.saveDraft(its().id(), typed.written());
        if (verdict != null) {
            verdict.saved(kept ? Texts.t("workbench.draft.saved") : "");
        }
    }

    /** The words of an act that was begun come back, and are kept while they are typed. */
    private ActDialog keeping(String act, ActDialog dialog) {
        return dialog.keeping(draft.words().getOrDefault(act, ""), typed -> keep(draft.with(act, typed)));
    }

    /** They were sent. */
    private void spent(String act) {
        if (draft.words().containsKey(act)) {
            keep(draft.with(act, ""));
        }
    }

    private void claim() {
        switch (acts.claim(its().id())) {
            case Claimed _,
                    ClaimCase.HeldByAnother _,
                    ClaimCase.Reserved _,
                    ClaimCase.ReadBefore _,
                    ClaimCase.NotOpen _,
                    NoSuchCase _ -> refresh();
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
        new SkipDialog(reason -> {
                    String queue = its().queue();
                    done(acts.skip(its().id(), its().claimVersion(), reason), () -> {
                        NextCase.tell(Texts.t("workbench.skip.done", CaseWords.number(its().number())));
                        next.say(ui(), queue, acts.claimNext(queue));
                    });
                })
                .open();
    }

    // ------------------------------------------------------------------------------------------- second review

    private void uphold() {
        new ActDialog(
                        "workbench.review.uphold",
                        "reason",
                        words -> reviewed(acts.review(its().id(), new ReviewVerdict.Uphold(words))))
                .ask();
    }

    private void adopt() {
        new ActDialog(
                        "workbench.reading.adopt",
                        "reason",
                        words -> reviewed(acts.review(its().id(), new ReviewVerdict.Adopt(words))))
                .ask();
    }

    /** The fields of a verdict in place of the one that is read: theirs to fill in anew. */
    private void overturn() {
        Component before = right;
        if (before == null || policy == null) {
            return;
        }
        VerdictPanel other = new VerdictPanel(
                        ViewKeys.in(this),
                        policy.actions(),
                        form -> {},
                        this::overturn,
                        List.of(new Acts.Act("platform.cancel", "x", this::refresh)))
                .verb(Texts.t("workbench.review.overturn"))
                .policy(reads::policyText);
        before.getElement().getParent().appendChild(other.getElement());
        before.getElement().removeFromParent();
        right = other;
        verdict = other;
        other.focusDecision();
    }

    private void overturn(VerdictForm form) {
        List<FieldError> errors = reviewed(acts.review(its().id(), new ReviewVerdict.Overturn(form)));
        if (!errors.isEmpty() && verdict != null) {
            verdict.refuse(errors);
        }
    }

    private List<FieldError> reviewed(ReviewVerdict.Result result) {
        return switch (result) {
            case ReviewVerdict.Reviewed(var reached) -> {
                NextCase.tell(Texts.t(
                        "workbench.closed",
                        CaseWords.number(its().number()),
                        CaseWords.decisionText(reached.decision().name())));
                refresh();
                yield List.of();
            }
            case ReviewVerdict.SamePerson _, ReviewVerdict.NothingToReview _ -> {
                NextCase.tell(Texts.t("workbench.review.gone"));
                refresh();
                yield List.of();
            }
            case ReviewVerdict.Invalid(var errors) -> errors;
        };
    }

    private void close(VerdictForm form) {
        FraudCase closing = its();
        switch (acts.close(closing.id(), closing.claimVersion(), whole(form))) {
            case CloseAndClaimNext.Closed(var reached, var then, var after) -> {
                NextCase.tell(Texts.t(
                        switch (then) {
                            case CLOSED -> "workbench.closed";
                            case AWAITS_REVIEW -> "workbench.review.awaits";
                            case AWAITS_SECOND_READING -> "workbench.reading.awaits";
                        },
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
        SnoozeField until = new SnoozeField(day);
        keeping("workbench.snooze", new ActDialog("workbench.snooze", "reason", reason -> {
                    Instant at = until.instant();
                    return at == null
                            ? required("until")
                            : leave("workbench.snooze", acts.snooze(its().id(), its().claimVersion(), at, reason));
                }))
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
        keeping(
                        "workbench.escalate",
                        new ActDialog(
                                "workbench.escalate",
                                "reason",
                                reason -> to.getValue() == null
                                        ? required("queue")
                                        : leave(
                                                "workbench.escalate",
                                                acts.escalate(
                                                        its().id(),
                                                        its().claimVersion(),
                                                        to.getValue().queueKey(),
                                                        reason))))
                .field("queue", to)
                .ask();
    }

    private void handOver() {
        ComboBox<Colleagues.Colleague> to = colleague("workbench.handOver.to");
        keeping(
                        "workbench.handOver",
                        new ActDialog(
                                "workbench.handOver",
                                "reason",
                                reason -> to.getValue() == null
                                        ? required("to")
                                        : leave(
                                                "workbench.handOver",
                                                acts.handOver(
                                                        its().id(),
                                                        its().claimVersion(),
                                                        to.getValue().id(),
                                                        reason))))
                .field("to", to)
                .ask();
    }

    /** The beginning of a name and Enter are enough, as long as only one begins so. */
    private ComboBox<Colleagues.Colleague> colleague(String labelKey) {
        List<Colleagues.Colleague> people = acts.colleagues();
        ComboBox<Colleagues.Colleague> colleague = new ComboBox<>(Texts.t(labelKey));
        colleague.setItems(people);
        colleague.setItemLabelGenerator(Colleagues.Colleague::name);
        colleague.addCustomValueSetListener(event -> {
            String typed = event.getDetail().strip().toLowerCase(Locale.ROOT);
            List<Colleagues.Colleague> meant = people.stream()
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).startsWith(typed)
                            || each.username().toLowerCase(Locale.ROOT).startsWith(typed))
                    .toList();
            // who could be two people is nobody: a question goes to the one who was meant
            colleague.setValue(meant.size() == 1 ? meant.getFirst() : null);
        });
        return colleague;
    }

    private void note() {
        keeping("workbench.note", new ActDialog("workbench.note", "body", body -> switch (acts.note(its().id(), body)) {
                    case AddNote.Added _ -> {
                        noted("workbench.note");
                        yield List.of();
                    }
                    case AddNote.Invalid(var errors) -> errors;
                    case AddNote.NoSuchCase _ -> List.of();
                }))
                .naming(acts.readers())
                .ask();
    }

    private void ask() {
        ComboBox<Colleagues.Colleague> of = colleague("workbench.ask.of");
        keeping(
                        "workbench.ask",
                        new ActDialog(
                                "workbench.ask",
                                "question",
                                question -> of.getValue() == null
                                        ? required("of")
                                        : switch (acts.ask(
                                                its().id(), of.getValue().id(), question)) {
                                            case AskColleague.Asked _ -> {
                                                noted(
                                                        "workbench.ask",
                                                        of.getValue().name());
                                                yield List.of();
                                            }
                                            case AskColleague.Invalid(var errors) -> errors;
                                            case AskColleague.NoSuchCase _ -> List.of();
                                        }))
                .field("of", of)
                .ask();
    }

    private void answer(Question question) {
        keeping("workbench.answer", new ActDialog("workbench.answer", "answer", words -> switch (acts.answer(
                        question.id(), words)) {
                    case AnswerQuestion.Answered _ -> {
                        noted("workbench.answer", question.askedBy());
                        yield List.of();
                    }
                    case AnswerQuestion.Invalid(var errors) -> errors;
                    case AnswerQuestion.AlreadyAnswered _, AnswerQuestion.NotAsked _ -> {
                        refresh();
                        yield List.of();
                    }
                }))
                .ask();
    }

    private void reopen() {
        new ActDialog("workbench.reopen", "reason", reason -> switch (acts.reopen(its().id(), reason)) {
                    case ReopenCase.Reopened _, ReopenCase.NotClosed _, ReopenCase.NoSuchCase _ -> {
                        refresh();
                        NextCase.tell(Texts.t("workbench.reopen.done", CaseWords.number(its().number())));
                        yield List.of();
                    }
                    case ReopenCase.AnotherOpen(UUID other) -> {
                        NextCase.tell(Texts.t("workbench.reopen.another"));
                        ui().navigate(NextCase.desk(other));
                        yield List.of();
                    }
                    case ReopenCase.Invalid(var errors) -> errors;
                })
                .ask();
    }

    /** Something that was written is in the case now. */
    private void noted(String act, Object... said) {
        spent(act);
        reads.file(its().id()).ifPresent(this::catchUp);
        select("notes");
        NextCase.tell(Texts.t(act + ".added", said));
    }

    private static List<FieldError> required(String field) {
        return List.of(new FieldError(field, "required", "must be given"));
    }

    /** An act after which the case is no longer here: back to its queue. */
    private List<FieldError> leave(String act, ActResult result) {
        List<FieldError> errors = new ArrayList<>();
        String queue = its().queue();
        if (result instanceof ActResult.Invalid(List<FieldError> found)) {
            errors.addAll(found);
        } else {
            done(result, () -> {
                spent(act);
                NextCase.tell(Texts.t(act + ".done", CaseWords.number(its().number())));
                ui().navigate("queues/" + queue);
            });
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
