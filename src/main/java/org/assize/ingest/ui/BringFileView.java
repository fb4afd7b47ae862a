package org.assize.ingest.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.router.BeforeLeaveEvent;
import com.vaadin.flow.router.BeforeLeaveObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.server.streams.UploadHandler;
import com.vaadin.flow.server.streams.UploadMetadata;
import jakarta.annotation.security.RolesAllowed;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assize.ingest.ColumnUse;
import org.assize.ingest.ColumnUse.Becomes;
import org.assize.ingest.ColumnUse.Feeds;
import org.assize.ingest.ColumnUse.Ignored;
import org.assize.ingest.Feed;
import org.assize.ingest.FeedMapping;
import org.assize.ingest.FileSample;
import org.assize.ingest.ImportFile;
import org.assize.ingest.IncomingFiles;
import org.assize.ingest.MappingDraft;
import org.assize.ingest.MappingPreview;
import org.assize.ingest.MappingPreview.PreviewRow;
import org.assize.ingest.Reject;
import org.assize.ingest.SaveMapping;
import org.assize.ingest.SavedMapping;
import org.assize.ingest.SavedMappings;
import org.assize.ingest.Target;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Confirm;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.subject.AttributeType;
import org.jspecify.annotations.Nullable;

/** Brings a file: say which feed it is, upload it, say what its columns are, see ten rows as they will be read, import. */
@Route(FeedsNavigation.BRING)
@RolesAllowed("feeds:write")
class BringFileView extends Page implements BeforeLeaveObserver {

    private static final int SAVED_SHOWN = 200;
    private static final int EXAMPLES = 3;
    private static final int ALL_ROWS_VISIBLE = 40;
    private static final List<String> FORMATS = List.of(
            "yyyy-MM-dd HH:mm:ss",
            "yyyy-MM-dd",
            "d.M.yyyy H:mm",
            "d.M.yyyy",
            "M/d/yyyy H:mm",
            "M/d/yyyy",
            "d/M/yyyy H:mm",
            "d/M/yyyy",
            "yyyyMMdd");

    private final CurrentActor actor;
    private final ImportFile importFile;
    private final SavedMappings savedMappings;
    private final SaveMapping saveMapping;

    private final Select<Feed> feed = new Select<>();
    private final Upload upload = new Upload();
    private final Div fileFacts = new Div();
    private final Div trouble = new Div();
    private final Div start = new Div();
    private final Div mapping = new Div();

    private final ComboBox<SavedMapping> saved = new ComboBox<>();
    private final Grid<String> columns = new Grid<>();
    private final Button ignoreRest = new Button("", event -> change(BringFileView::ignoringRest));
    private final Button restAttributes = new Button("", event -> restAsAttributes());
    private final ComboBox<String> zone = new ComboBox<>(Texts.t("ingest.map.zone"));
    private final ComboBox<String> format = new ComboBox<>(Texts.t("ingest.map.format"));
    private final PairRows<Target, String> constants;
    private final PairRows<String, String> where;
    private final PairRows<Target, Duration> offsets;
    private final PairRows<Target, Map<String, String>> values;
    private final Div standing = new Div();
    private final Div previewNote = new Div();
    private final Grid<PreviewRow> preview = new Grid<>();
    private final Button go = new Button(Texts.t("ingest.import.do"), Glyph.UPLOAD.icon(), event -> importIt());

    private @Nullable Path file;
    private String fileName = "";
    private @Nullable FileSample sample;
    private MappingDraft draft = MappingDraft.empty(Feed.ORDERS, List.of());
    private boolean showing;

    BringFileView(
            CurrentActor actor,
            ImportFile importFile,
            IncomingFiles incoming,
            SavedMappings savedMappings,
            SaveMapping saveMapping) {
        super("nav.feeds/bring");
        upload.setUploadHandler(UploadHandler.toFile(this::received, about -> incoming.fresh()));
        this.actor = actor;
        this.importFile = importFile;
        this.savedMappings = savedMappings;
        this.saveMapping = saveMapping;
        constants = new PairRows<>(
                Texts.t("ingest.map.constants"),
                Texts.t("ingest.map.constants.hint"),
                Texts.t("ingest.map.constants.example"),
                Target::column,
                text -> text,
                text -> text,
                all -> change(old -> old.withConstants(all)));
        where = new PairRows<>(
                Texts.t("ingest.map.where"),
                Texts.t("ingest.map.where.hint"),
                Texts.t("ingest.map.where.example"),
                column -> column,
                text -> text,
                text -> text,
                all -> change(old -> old.withWhere(all)));
        offsets = new PairRows<>(
                Texts.t("ingest.map.offsets"),
                Texts.t("ingest.map.offsets.hint"),
                "7d",
                Target::column,
                FeedMapping::offset,
                FeedMapping::written,
                all -> change(old -> old.withOffsets(all)));
        values = new PairRows<>(
                Texts.t("ingest.map.values"),
                Texts.t("ingest.map.values.hint"),
                "1=fraud; 0=legitimate",
                Target::column,
                BringFileView::translation,
                BringFileView::written,
                all -> change(old -> old.withValues(all)));
        RouterLink back = new RouterLink("", FeedsView.class);
        back.add(Glyph.ARROW_LEFT.icon());
        back.getElement().setAttribute("aria-label", Texts.t("ingest.back"));
        back.addClassName("back-link");
        go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        go.setVisible(false);
        beside(ViewKeys.bind(back, "Escape", "ingest.back"));
        actions(ViewKeys.click(go, "Ctrl+Enter"));
        trouble.setVisible(false);
        start.add(new EmptyState(Glyph.DOCUMENT, Texts.t("ingest.bring.empty"), Texts.t("ingest.bring.emptyNext")));
        mapping.addClassName("mapping");
        mapping.setVisible(false);
        mapping.add(mappingBar(), standing, columnsAndRest(), previewPanel());
        add(fileBar(), trouble, start, mapping);
    }

    // ---------------------------------------------------------------- the file

    private Component fileBar() {
        feed.setLabel(Texts.t("ingest.feed"));
        feed.setItems(Feed.values());
        feed.setItemLabelGenerator(FeedWords::of);
        feed.setValue(Feed.ORDERS);
        feed.addValueChangeListener(event -> suggest());
        Button choose = new Button(Texts.t("ingest.bring.choose"), Glyph.DOCUMENT.icon());
        upload.setUploadButton(ViewKeys.click(choose, "b"));
        upload.setDropLabel(new Span(Texts.t("ingest.bring.drop")));
        upload.setDropLabelIcon(new Span());
        upload.setAcceptedFileTypes(".csv", ".gz", ".txt", "text/csv", "application/gzip");
        upload.setI18n(words());
        upload.addClassName("file-upload");
        fileFacts.addClassNames("muted", "file-facts");
        Div bar = new Div(feed, upload, fileFacts);
        bar.addClassName("file-bar");
        return bar;
    }

    private static UploadI18N words() {
        return new UploadI18N()
                .setDropFiles(new UploadI18N.DropFiles()
                        .setOne(Texts.t("ingest.bring.drop"))
                        .setMany(Texts.t("ingest.bring.drop")))
                .setError(new UploadI18N.Error()
                        .setIncorrectFileType(Texts.t("ingest.upload.type"))
                        .setTooManyFiles(Texts.t("ingest.upload.many"))
                        .setFileIsTooBig(Texts.t("ingest.upload.big")))
                .setUploading(new UploadI18N.Uploading()
                        .setStatus(new UploadI18N.Uploading.Status()
                                .setConnecting(Texts.t("ingest.upload.connecting"))
                                .setStalled(Texts.t("ingest.upload.stalled"))
                                .setProcessing(Texts.t("ingest.upload.processing"))
                                .setHeld(Texts.t("ingest.upload.held")))
                        .setRemainingTime(new UploadI18N.Uploading.RemainingTime()
                                .setPrefix(Texts.t("ingest.upload.left") + " ")
                                .setUnknown(Texts.t("ingest.upload.unknown")))
                        .setError(new UploadI18N.Uploading.Error()
                                .setServerUnavailable(Texts.t("ingest.upload.failed"))
                                .setUnexpectedServerError(Texts.t("ingest.upload.failed"))
                                .setForbidden(Texts.t("ingest.upload.forbidden"))))
                .setUnits(new UploadI18N.Units(List.of("B", "kB", "MB", "GB", "TB")));
    }

    private void received(UploadMetadata about, File uploaded) {
        forgetFile();
        file = uploaded.toPath();
        fileName = about.fileName();
        upload.clearFileList();
        try {
            switch (FileSample.of(uploaded.toPath())) {
                case FileSample.Sampled(FileSample read) -> {
                    sample = read;
                    fileFacts.setText(Texts.t(
                            "ingest.bring.facts",
                            fileName,
                            size(about.contentLength()),
                            read.columns().size()));
                    trouble(null);
                    suggest();
                }
                case FileSample.Unreadable unreadable -> {
                    sample = null;
                    fileFacts.setText(fileName);
                    trouble(FeedWords.notice(
                            "notice-danger", Texts.t("ingest.bring.unreadable"), List.of(unreadable.complaint())));
                    forgetFile();
                    arrange();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String size(long bytes) {
        if (bytes < 1_000_000) {
            return Texts.number(Math.max(1, bytes / 1_000)) + " kB";
        }
        return bytes < 1_000_000_000 ? Texts.number(bytes / 1e6, 1) + " MB" : Texts.number(bytes / 1e9, 2) + " GB";
    }

    private void forgetFile() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            file = null;
        }
    }

    @Override
    protected void onAttach(AttachEvent event) {
        loadSaved();
    }

    @Override
    protected void onDetach(DetachEvent event) {
        forgetFile();
    }

    /** A mapping half made is not thrown away by one key. */
    @Override
    public void beforeLeave(BeforeLeaveEvent event) {
        if (file == null) {
            return;
        }
        BeforeLeaveEvent.ContinueNavigationAction leave = event.postpone();
        Confirm.danger(
                Texts.t("ingest.leave.title"),
                Texts.t("ingest.leave.text", fileName),
                Texts.t("ingest.leave.do"),
                leave::proceed);
    }

    private void trouble(@Nullable Component what) {
        trouble.removeAll();
        trouble.setVisible(what != null);
        if (what != null) {
            trouble.add(what);
        }
    }

    // ---------------------------------------------------------------- the mapping

    private Component mappingBar() {
        saved.setPlaceholder(Texts.t("ingest.map.load"));
        saved.setAriaLabel(Texts.t("ingest.map.load"));
        saved.setItemLabelGenerator(SavedMapping::name);
        saved.setClearButtonVisible(true);
        saved.addClassName("saved-mappings");
        saved.addValueChangeListener(event -> {
            if (event.isFromClient() && event.getValue() != null) {
                adopt(event.getValue().mapping());
            }
        });
        Button keep = new Button(
                Texts.t("ingest.map.save"),
                event -> new MappingDialogs(actor, saveMapping)
                        .save(
                                draft.mapping(),
                                saved.getValue() == null ? "" : saved.getValue().name(),
                                this::loadSaved));
        Button json = new Button(
                Texts.t("ingest.map.json"),
                event -> new MappingDialogs(actor, saveMapping).json(draft.mapping(), this::adopt));
        H2 title = new H2(Texts.t("ingest.map.columns"));
        title.addClassName("section-title");
        Div spacer = new Div();
        spacer.addClassName("spacer");
        Div bar = new Div(title, spacer, saved, ViewKeys.click(keep, "s"), ViewKeys.click(json, "j"));
        bar.addClassNames("toolbar", "mapping-bar");
        return bar;
    }

    private Component columnsAndRest() {
        columns.addClassName("dense-grid");
        columns.addClassName("columns-grid");
        columns.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_NO_ROW_BORDERS);
        columns.setSelectionMode(Grid.SelectionMode.NONE);
        columns.addComponentColumn(this::columnName)
                .setHeader(Texts.t("ingest.map.column"))
                .setFlexGrow(2)
                .setWidth("9rem");
        columns.addColumn(column -> sample == null ? "" : String.join("  ·  ", sample.examples(column, EXAMPLES)))
                .setHeader(Texts.t("ingest.map.examples"))
                .setFlexGrow(2)
                .setWidth("9rem");
        columns.addComponentColumn(this::uses)
                .setHeader(Texts.t("ingest.map.use"))
                .setFlexGrow(3)
                .setWidth("16rem");
        ignoreRest.addThemeVariants(ButtonVariant.LUMO_SMALL);
        restAttributes.addThemeVariants(ButtonVariant.LUMO_SMALL);
        Div rest = new Div(ViewKeys.click(ignoreRest, "Shift+i"), ViewKeys.click(restAttributes, "Shift+a"));
        rest.addClassName("toolbar");
        Div left = new Div(columns, rest);
        left.addClassName("mapping-columns");
        zone.setItems(Stream.concat(
                        Stream.of("UTC"),
                        ZoneId.getAvailableZoneIds().stream()
                                .filter(BringFileView::isPlace)
                                .sorted())
                .toList());
        zone.addValueChangeListener(event -> times());
        format.setItems(FORMATS);
        format.setPlaceholder("ISO 8601");
        format.setClearButtonVisible(true);
        format.setAllowCustomValue(true);
        format.addCustomValueSetListener(event -> format.setValue(event.getDetail()));
        format.addValueChangeListener(event -> times());
        Div times = new Div(zone, format);
        times.addClassName("form");
        Div right = new Div(times, constants, where, offsets, values);
        right.addClassName("mapping-rest");
        Div both = new Div(left, right);
        both.addClassNames("split", "split-wide-left");
        return both;
    }

    private static boolean isPlace(String zoneId) {
        return zoneId.contains("/") && !zoneId.startsWith("Etc/") && !zoneId.startsWith("SystemV/");
    }

    private Component columnName(String column) {
        Span name = new Span(column);
        name.addClassName("mono-id");
        name.setTitle(column);
        if (!draft.header().contains(column)) {
            return new Span(name, new Span(" "), new Badge(Texts.t("ingest.map.absent"), Badge.Tone.WARNING));
        }
        return draft.where().containsKey(column)
                ? new Span(name, new Span(" "), new Badge(Texts.t("ingest.map.selects")))
                : name;
    }

    private Component uses(String column) {
        MultiSelectComboBox<ColumnUse> uses = new MultiSelectComboBox<>();
        uses.addClassName("uses");
        uses.setAriaLabel(Texts.t("ingest.map.useOf", column));
        // what is named exactly comes first: "ip" is not "ship_to_country"
        uses.setItems((Query<ColumnUse, String> query) -> {
            String typed = query.getFilter().orElse("").strip().toLowerCase(Locale.ROOT);
            return choices().stream()
                    .filter(use -> word(use).toLowerCase(Locale.ROOT).contains(typed))
                    .sorted(Comparator.comparingInt(use -> {
                        String name = word(use).toLowerCase(Locale.ROOT);
                        return typed.isEmpty() || name.equals(typed) ? 0 : name.startsWith(typed) ? 1 : 2;
                    }))
                    .skip(query.getOffset())
                    .limit(query.getLimit());
        });
        uses.setItemLabelGenerator(this::word);
        uses.setPlaceholder(Texts.t("ingest.map.undecided"));
        uses.setAutoExpand(MultiSelectComboBox.AutoExpandMode.BOTH);
        uses.setValue(draft.usesOf(column));
        uses.addValueChangeListener(event -> {
            if (event.isFromClient()) {
                change(old -> old.using(column, event.getValue()), column);
                if (!draft.usesOf(column).equals(event.getValue())) {
                    uses.setValue(draft.usesOf(column));
                }
            }
        });
        return uses;
    }

    private List<ColumnUse> choices() {
        var choices = new ArrayList<ColumnUse>();
        draft.feed().required().forEach(target -> choices.add(new Feeds(target)));
        choices.add(new Ignored());
        if (draft.feed().takesAttributes()) {
            Arrays.stream(AttributeType.values()).forEach(type -> choices.add(new Becomes(type)));
        }
        draft.feed().optional().forEach(target -> choices.add(new Feeds(target)));
        return choices;
    }

    private String word(ColumnUse use) {
        return switch (use) {
            case Feeds(Target target) -> target.column();
            case Ignored _ -> Texts.t("ingest.use.ignored");
            case Becomes(AttributeType type) ->
                Texts.t("ingest.use." + type.name().toLowerCase(Locale.ROOT));
        };
    }

    private static MappingDraft ignoringRest(MappingDraft draft) {
        MappingDraft whole = draft;
        for (String column : draft.undecided()) {
            whole = whole.using(column, Set.of(new Ignored()));
        }
        return whole;
    }

    private void restAsAttributes() {
        FileSample read = sample;
        if (read != null) {
            change(read::restAsAttributes);
        }
    }

    private void times() {
        String chosen = zone.getValue();
        ZoneId id = chosen == null || chosen.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(chosen);
        String pattern = format.getValue();
        change(old -> old.withTimes(id, pattern == null || pattern.isBlank() ? null : pattern.strip()));
    }

    private static @Nullable Map<String, String> translation(String text) {
        var translation = new LinkedHashMap<String, String>();
        for (String pair : text.split(";")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                return null;
            }
            translation.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return translation;
    }

    private static String written(Map<String, String> translation) {
        return translation.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("; "));
    }

    private void loadSaved() {
        saved.setItems(savedMappings.of(actor.get(), feed.getValue(), "", SAVED_SHOWN));
    }

    private void suggest() {
        loadSaved();
        if (sample != null) {
            draft = sample.suggest(feed.getValue());
            arrange();
        }
    }

    private void adopt(FeedMapping other) {
        draft = MappingDraft.of(other, draft.header());
        arrange();
    }

    /** Takes a change of one part; the parts that show it are told, the one that is being typed into is left alone. */
    private void change(UnaryOperator<MappingDraft> step) {
        change(step, null);
    }

    /** @param typedInto the column whose field the change came from */
    private void change(UnaryOperator<MappingDraft> step, @Nullable String typedInto) {
        if (showing) {
            return;
        }
        MappingDraft before = draft;
        draft = step.apply(before);
        if (!draft.constants().equals(before.constants()) && !draft.uses().equals(before.uses())) {
            showConstants();
        }
        if (!draft.uses().equals(before.uses()) || !draft.where().equals(before.where())) {
            var touched = new LinkedHashSet<>(draft.columns());
            if (draft.columns().equals(before.columns())) {
                touched.removeIf(column -> draft.usesOf(column).equals(before.usesOf(column))
                        && draft.where().containsKey(column) == before.where().containsKey(column));
                // it would lose the focus, and the next letters would act as keys
                touched.remove(typedInto);
                touched.forEach(column -> columns.getDataProvider().refreshItem(column));
            } else {
                columns.setItems(draft.columns());
            }
        }
        showStanding();
    }

    /** Shows the whole draft, after a file came or another mapping was loaded. */
    private void arrange() {
        boolean there = sample != null && file != null;
        start.setVisible(!there);
        mapping.setVisible(there);
        go.setVisible(there);
        if (!there) {
            return;
        }
        showing = true;
        columns.setItems(draft.columns());
        columns.setAllRowsVisible(draft.columns().size() <= ALL_ROWS_VISIBLE);
        zone.setValue(draft.zone().equals(ZoneOffset.UTC) ? "UTC" : draft.zone().getId());
        format.setValue(draft.dateTimeFormat());
        showConstants();
        where.show(draft.header(), draft.where());
        List<Target> targets = targets();
        offsets.show(targets.stream().filter(Target::isInstant).toList(), draft.offsets());
        values.show(targets, draft.values());
        showing = false;
        showStanding();
    }

    private List<Target> targets() {
        return Stream.concat(draft.feed().required().stream(), draft.feed().optional().stream())
                .toList();
    }

    private void showConstants() {
        constants.show(targets(), draft.constants());
    }

    // ---------------------------------------------------------------- what comes of it

    private Component previewPanel() {
        H2 title = new H2(Texts.t("ingest.preview"));
        title.addClassName("section-title");
        previewNote.addClassNames("muted", "small");
        preview.addClassNames("dense-grid", "preview-grid");
        preview.addThemeVariants(
                GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_NO_ROW_BORDERS, GridVariant.LUMO_COLUMN_BORDERS);
        preview.setSelectionMode(Grid.SelectionMode.NONE);
        preview.setAllRowsVisible(true);
        Div panel = new Div(title, previewNote, preview);
        panel.addClassName("panel");
        return panel;
    }

    private void showStanding() {
        FileSample read = sample;
        if (read == null) {
            return;
        }
        MappingPreview now = read.preview(draft.mapping());
        int undecided = draft.undecided().size();
        ignoreRest.setVisible(undecided > 0);
        ignoreRest.setText(Texts.t("ingest.map.ignoreRest", undecided));
        restAttributes.setVisible(undecided > 0 && draft.feed().takesAttributes());
        restAttributes.setText(Texts.t("ingest.map.restAttributes", undecided));
        ViewKeys.click(ignoreRest, "Shift+i");
        ViewKeys.click(restAttributes, "Shift+a");
        standing.removeAll();
        if (!now.complaints().isEmpty()) {
            standing.add(FeedWords.notice("notice-warning", Texts.t("ingest.map.todo"), now.complaints()));
        }
        standing.setVisible(!now.complaints().isEmpty());
        go.setEnabled(now.complaints().isEmpty());
        showRows(now);
    }

    private void showRows(MappingPreview now) {
        long refused = now.rows().stream().filter(row -> row.reject() != null).count();
        previewNote.setText(
                now.rows().isEmpty() && now.notSelected() > 0
                        ? Texts.t("ingest.preview.noneSelected", now.notSelected())
                        : Texts.t("ingest.preview.note", now.rows().size(), refused, now.notSelected()));
        preview.removeAllColumns();
        preview.addColumn(row -> Texts.number(row.line()))
                .setHeader(Texts.t("ingest.line"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("4rem")
                .setFlexGrow(0)
                .setFrozen(true)
                .setPartNameGenerator(row -> row.reject() == null ? null : "row-attention");
        if (refused > 0) {
            preview.addComponentColumn(BringFileView::verdict)
                    .setHeader(Texts.t("ingest.preview.outcome"))
                    .setWidth("19rem")
                    .setFlexGrow(0);
        }
        for (int i = 0; i < now.fields().size(); i++) {
            int at = i;
            preview.addColumn(row -> row.values().get(at))
                    .setHeader(now.fields().get(i))
                    .setAutoWidth(true)
                    .setFlexGrow(1);
        }
        preview.setItems(now.rows());
        preview.recalculateColumnWidths();
        preview.setVisible(!now.rows().isEmpty());
    }

    private static Component verdict(PreviewRow row) {
        Reject reject = row.reject();
        if (reject == null) {
            return new Badge(Texts.t("ingest.preview.read"), Badge.Tone.OK);
        }
        String words = FeedWords.of(reject.complaint());
        Span why = new Span(reject.column() == null ? words : reject.column() + ": " + words);
        why.setTitle(why.getText());
        why.addClassName("refused");
        return why;
    }

    private void importIt() {
        Path chosen = file;
        if (chosen == null) {
            return;
        }
        switch (importFile.start(
                actor.get(), draft.feed(), fileName, chosen, draft.mapping().toJson())) {
            case ImportFile.Started started -> {
                file = null;
                getUI().ifPresent(
                                ui -> ui.navigate(ImportView.class, started.id().toString()));
            }
            case ImportFile.MappingRefused refused ->
                trouble(FeedWords.notice("notice-danger", Texts.t("ingest.map.todo"), refused.complaints()));
        }
    }
}
