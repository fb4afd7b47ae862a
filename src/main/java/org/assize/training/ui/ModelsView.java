package org.assize.training.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.ValueProvider;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.RolesAllowed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.label.Snapshots;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.ProgressLine;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.training.DecidePromotion;
import org.assize.training.ModelRegistry;
import org.assize.training.ModelVersion;
import org.assize.training.Promotion;
import org.assize.training.Promotions;
import org.assize.training.TrainModel;
import org.assize.training.TrainingRun;
import org.assize.training.TrainingRuns;
import org.jspecify.annotations.Nullable;

/** Every model there is, which of them flags, what is being trained and what waits for a second pair of eyes. */
@Route("models")
@RolesAllowed("models:read")
@NavEntry(section = NavEntry.Section.LEARNING, order = 20, glyph = Glyph.BRAIN, key = "m")
class ModelsView extends Page {

    private static final int LOOK_EVERY_MS = 1_500;

    private final CurrentActor actor;
    private final ModelRegistry models;
    private final TrainingRuns runs;
    private final Promotions promotions;
    private final TrainModel train;
    private final DecidePromotion decide;
    private final Div running = new Div();
    private final Div waiting = new Div();
    private final Div answer = new Div();
    private final KeysetGrid<ModelVersion> grid = new KeysetGrid<>();
    private @Nullable Registration polling;
    private final Map<UUID, Line> lines = new LinkedHashMap<>();

    ModelsView(
            CurrentActor actor,
            ModelRegistry models,
            TrainingRuns runs,
            Promotions promotions,
            TrainModel train,
            DecidePromotion decide,
            Snapshots snapshots,
            AssizeClock clock) {
        super("nav.models");
        this.actor = actor;
        this.models = models;
        this.runs = runs;
        this.promotions = promotions;
        this.train = train;
        this.decide = decide;
        addClassName("page-fill");
        note(Texts.t("training.note"));
        if (actor.get().may(Permission.TRAIN_MODELS)) {
            Button open = new Button(
                    Texts.t("training.train"),
                    Glyph.PLAY.icon(),
                    click -> new TrainDialog(actor, train, snapshots, clock, this::look).open());
            open.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(open, "t"));
        }
        answer.getElement().setAttribute("role", "status");
        answer.setVisible(false);
        running.addClassName("rows");
        columns();
        grid.whenEmpty(new EmptyState(Glyph.BRAIN, Texts.t("training.empty"), Texts.t("training.emptyNext")));
        grid.addItemClickListener(click -> click.getSource()
                .getUI()
                .ifPresent(ui ->
                        ui.navigate(ModelView.class, parameters(click.getItem().version()))));
        add(answer, running, waiting, grid);
        showModels();
        showWaiting();
    }

    private void columns() {
        grid.addComponentColumn(ModelsView::name)
                .setHeader(Texts.t("training.version"))
                .setAutoWidth(true)
                .setFlexGrow(1);
        grid.addColumn(model -> Texts.t("training.kind." + model.kind().code()))
                .setHeader(Texts.t("training.kind"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addColumn(model -> Texts.t("training.algorithm." + model.algorithm()))
                .setHeader(Texts.t("training.algorithm"))
                .setAutoWidth(true)
                .setFlexGrow(1);
        figure("training.rows.short", model -> Figures.count(model.trainedOn().get("rows")));
        figure("training.frauds.short", model -> Figures.count(model.trainedOn().get("frauds")));
        figure("training.figure.auc.short", model -> Figures.of(model, "auc"));
        figure("training.figure.averagePrecision.short", model -> Figures.of(model, "averagePrecision"));
        figure("training.figure.precisionAtCapacity.short", model -> Figures.of(model, "precisionAtCapacity"));
        grid.addColumn(RelativeTime.renderer(ModelVersion::createdAt))
                .setHeader(Texts.t("training.trainedAt"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addColumn(ModelVersion::createdBy)
                .setHeader(Texts.t("training.trainedBy"))
                .setAutoWidth(true)
                .setFlexGrow(0);
    }

    private void figure(String headerKey, ValueProvider<ModelVersion, String> text) {
        grid.addColumn(text)
                .setHeader(Texts.t(headerKey))
                .setTextAlign(ColumnTextAlign.END)
                .setAutoWidth(true)
                .setFlexGrow(0);
    }

    private static Component name(ModelVersion model) {
        RouterLink link = new RouterLink(model.version(), ModelView.class, parameters(model.version()));
        link.addClassName("strong");
        Div cell = new Div(link);
        cell.addClassName("badges");
        if (model.champion()) {
            cell.add(new Badge(Texts.t("training.champion"), Badge.Tone.ACCENT));
        }
        return cell;
    }

    static RouteParameters parameters(String version) {
        return new RouteParameters("version", version);
    }

    private void showModels() {
        grid.show(new KeysetSource<ModelVersion, String>() {
            @Override
            public List<ModelVersion> page(@Nullable String after, int limit) {
                return models.page(actor.get(), after, limit).items();
            }

            @Override
            public String positionOf(ModelVersion row) {
                return ModelRegistry.position(row);
            }
        });
    }

    private void showWaiting() {
        waiting.removeAll();
        List<Promotion> open = promotions.newest(actor.get(), 20).stream()
                .filter(Promotion::open)
                .toList();
        waiting.setVisible(!open.isEmpty());
        if (open.isEmpty()) {
            return;
        }
        waiting.addClassName("panel");
        H2 title = new H2(Texts.t("training.waiting"));
        title.addClassName("section-title");
        waiting.add(title);
        boolean first = true;
        for (Promotion promotion : open) {
            waiting.add(PromotionLine.of(actor, promotion, decide, first, this::decided));
            first = false;
        }
    }

    private void decided(String text, boolean done) {
        answer.setText(text);
        answer.setClassName("notice " + (done ? "notice-ok" : "notice-warning"));
        answer.setVisible(true);
        showWaiting();
        grid.getDataProvider().refreshAll();
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        polling = attach.getUI().addPollListener(poll -> look());
        look();
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        detach.getUI().setPollInterval(-1);
        if (polling != null) {
            polling.remove();
        }
    }

    /** Asks the browser to come again only while something is being trained. A button that has the focus keeps it. */
    private void look() {
        List<TrainingRun> now = runs.underWay(actor.get());
        now.forEach(run -> lines.computeIfAbsent(run.id(), id -> {
                    Line line = new Line(run, lines.isEmpty());
                    running.add(line);
                    return line;
                })
                .show(run));
        Set<UUID> here = now.stream().map(TrainingRun::id).collect(Collectors.toSet());
        List<UUID> gone =
                lines.keySet().stream().filter(id -> !here.contains(id)).toList();
        gone.forEach(id -> {
            running.remove(Objects.requireNonNull(lines.remove(id)));
            runs.find(actor.get(), id).ifPresent(this::ended);
        });
        running.setVisible(!now.isEmpty());
        getUI().ifPresent(ui -> ui.setPollInterval(now.isEmpty() ? -1 : LOOK_EVERY_MS));
    }

    /** What became of one that has left the list. */
    private void ended(TrainingRun run) {
        String version = run.modelVersion();
        String problem = run.problem() == null ? "" : run.problem();
        decided(
                switch (run.state()) {
                    case DONE -> Texts.t("training.done", version == null ? "" : version);
                    case CANCELLED -> Texts.t("training.cancelled");
                    case FAILED -> Texts.t("training.failed", problem);
                    case INTERRUPTED -> Texts.t("training.interrupted");
                    case WAITING, RUNNING -> "";
                },
                run.state() == TrainingRun.State.DONE);
    }

    /** A training under way: its progress is written anew, its button stays. */
    private final class Line extends Div {
        private final Div progress = new Div();

        Line(TrainingRun run, boolean first) {
            progress.addClassName("grows");
            add(progress, new Span(run.requestedBy()));
            if (actor.get().may(Permission.TRAIN_MODELS)) {
                Button stop = new Button(Texts.t("training.cancel"), click -> {
                    train.cancel(actor.get(), run.id());
                    look();
                });
                stop.addThemeVariants(ButtonVariant.LUMO_SMALL);
                add(first ? ViewKeys.click(stop, "x") : stop);
            }
        }

        void show(TrainingRun run) {
            progress.removeAll();
            progress.add(new ProgressLine(Texts.t(
                            "training.running",
                            Texts.t("training.algorithm." + run.algorithm()),
                            Texts.t("training.kind." + run.subjectKind()),
                            Texts.t("training.step." + (run.step() == null ? "waiting" : run.step()))))
                    .at(run.progress()));
        }
    }
}
