package org.assize.workbench.desk;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinResponse;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.UploadEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.assize.casework.AttachEvidence;
import org.assize.casework.CaseEvidence;
import org.assize.casework.Evidence;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.workbench.CaseWords;
import org.assize.workbench.Look;
import org.assize.workbench.NextCase;

/**
 * The files of a case. Pictures are blurred until somebody asks to see them, and then as harsh as they like: in colour,
 * grey or muted. Files leave only through here, with headers that let a browser do nothing with them but show a picture
 * or save.
 */
final class EvidencePanel extends Div {

    static final String CHOOSE_KEY = "b";

    private final CaseReads reads;
    private final CaseActs acts;
    private final UUID caseId;
    private final Runnable changed;
    private final Upload upload = new Upload(this::received);
    private final Div trouble = new Div();
    private final UnorderedList list = new UnorderedList();
    private final Div pictures = new Div();
    private final List<Runnable> reveal = new ArrayList<>();
    private final EmptyState empty = new EmptyState(
            Glyph.DOCUMENT, Texts.t("workbench.evidence.empty"), Texts.t("workbench.evidence.emptyNext"));
    private List<Evidence> shown = List.of();

    /**
     * @param works whether the reader may attach files
     * @param changed told when they have
     */
    EvidencePanel(CaseReads reads, CaseActs acts, UUID caseId, boolean works, Runnable changed) {
        this.reads = reads;
        this.acts = acts;
        this.caseId = caseId;
        this.changed = changed;
        addClassName("evidence");
        trouble.getElement().setAttribute("role", "alert");
        trouble.setVisible(false);
        Div bar = new Div();
        bar.addClassNames("toolbar", "evidence-bar");
        if (works) {
            bar.add(upload());
        }
        Div spacer = new Div();
        spacer.addClassName("spacer");
        bar.add(spacer, pictures);
        pictures.addClassNames("pair", "evidence-pictures");
        Button all = new Button(
                Texts.t("workbench.evidence.showAll"),
                event -> List.copyOf(reveal).forEach(Runnable::run));
        all.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        pictures.add(ViewKeys.click(all, "Shift+d"), treatment());
        list.addClassName("evidence-list");
        add(bar, trouble, empty, list);
        draw(reads.evidence(caseId));
    }

    /** Others may have attached something. */
    void catchUp() {
        List<Evidence> now = reads.evidence(caseId);
        if (now.equals(shown)) {
            return;
        }
        List<Evidence> fresh =
                now.stream().filter(each -> !shown.contains(each)).toList();
        if (now.size() == shown.size() + fresh.size()) {
            // in front of what is there: a picture that somebody looks at stays as it is
            fresh.reversed().forEach(each -> list.addComponentAsFirst(item(each)));
            shown = now;
            arrange();
        } else {
            draw(now);
        }
    }

    private void draw(List<Evidence> evidence) {
        shown = evidence;
        reveal.clear();
        list.removeAll();
        evidence.forEach(each -> list.add(item(each)));
        arrange();
    }

    private void arrange() {
        empty.setVisible(shown.isEmpty());
        list.setVisible(!shown.isEmpty());
        pictures.setVisible(shown.stream().anyMatch(each -> each.kind().isImage()));
    }

    private Choice<String> treatment() {
        Choice<String> treatment = new Choice<>(
                Texts.t("workbench.evidence.pictures"),
                Stream.of("colour", "grey", "muted")
                        .map(each -> new Choice.Option<>(each, Texts.t("workbench.evidence." + each)))
                        .toList(),
                chosen -> getElement().executeJs("window.assizePreference('pictures', $0)", chosen));
        VaadinRequest request = VaadinRequest.getCurrent();
        treatment.value(request == null ? "colour" : Look.of(request).get("pictures", "colour"));
        return treatment;
    }

    // --------------------------------------------------------------------------------------------------- one file

    private ListItem item(Evidence its) {
        Span name = new Span(its.fileName());
        name.addClassNames("strong", "clip");
        name.setTitle(its.fileName());
        Div head = new Div(
                name, new Badge(Texts.t("workbench.evidence.kind." + its.kind().code())), new Span(size(its.bytes())));
        head.addClassName("pair");
        Div who = new Div(new Span(its.attachedBy()), new RelativeTime(its.attachedAt()), new Span("SHA-256"));
        who.add(new ShortId(its.sha256()).keep(10));
        who.addClassNames("pair", "muted", "small");
        Div facts = new Div(head, who);
        facts.addClassName("evidence-facts");
        if (!its.elsewhere().isEmpty()) {
            Div elsewhere = new Div(new Badge(Texts.t("workbench.evidence.elsewhere"), Badge.Tone.WARNING));
            elsewhere.addClassNames("pair", "small");
            its.elsewhere()
                    .forEach(number -> elsewhere.add(
                            new Anchor("case/" + number, Texts.t("workbench.case", CaseWords.number(number)))));
            facts.add(elsewhere);
        }
        Anchor save = new Anchor(
                (DownloadHandler) event -> send(event, acts.download(its.id())),
                Texts.t("workbench.evidence.download"));
        save.addComponentAsFirst(Glyph.DOWNLOAD.icon());
        save.addClassNames("pair", "evidence-save");
        save.setAriaLabel(Texts.t("workbench.evidence.downloadOf", its.fileName()));
        ListItem item = new ListItem(its.kind().isImage() ? picture(its) : document(), facts, save);
        return item;
    }

    private static Div document() {
        Div frame = new Div(Glyph.DOCUMENT.icon());
        frame.addClassNames("evidence-frame", "evidence-document");
        return frame;
    }

    private Div picture(Evidence its) {
        Image image = new Image((DownloadHandler) event -> send(event, reads.look(its.id())), "");
        image.getElement().setAttribute("loading", "lazy");
        image.getElement().setAttribute("aria-hidden", "true");
        Span words = new Span(Texts.t("workbench.evidence.show"));
        NativeButton toggle = new NativeButton();
        toggle.add(Glyph.EYE.icon(), words);
        toggle.addClassName("evidence-toggle");
        toggle.getElement().setAttribute("aria-pressed", "false");
        toggle.getElement().setAttribute("aria-label", Texts.t("workbench.evidence.showOf", its.fileName()));
        Div frame = new Div(image, toggle);
        frame.addClassNames("evidence-frame", "blurred");
        toggle.addClickListener(event -> show(frame, image, toggle, words, its, frame.hasClassName("blurred")));
        reveal.add(() -> show(frame, image, toggle, words, its, true));
        return frame;
    }

    private static void show(Div frame, Image image, NativeButton toggle, Span words, Evidence its, boolean clear) {
        frame.setClassName("blurred", !clear);
        frame.setClassName("shown", clear);
        words.setText(Texts.t(clear ? "workbench.evidence.hide" : "workbench.evidence.show"));
        toggle.getElement().setAttribute("aria-pressed", Boolean.toString(clear));
        if (clear) {
            image.getElement().removeAttribute("aria-hidden");
            image.setAlt(its.fileName());
        } else {
            image.getElement().setAttribute("aria-hidden", "true");
            image.setAlt("");
        }
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? Texts.number(Math.max(1, bytes / 1_000)) + " kB"
                : Texts.number(bytes / 1e6, 1) + " MB";
    }

    // ------------------------------------------------------------------------------------------------ bytes in and out

    private static void send(DownloadEvent event, Optional<CaseEvidence.File> found) throws IOException {
        VaadinResponse response = event.getResponse();
        if (found.isEmpty()) {
            response.setStatus(404);
            return;
        }
        Evidence its = found.get().evidence();
        // whatever the bytes are, no browser runs them: they are saved, or drawn by an image element, and nothing else
        response.setHeader("Content-Disposition", disposition(its.fileName()));
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "private, no-store");
        response.setContentType(its.kind().mediaType());
        response.setContentLength(found.get().content().length);
        event.getOutputStream().write(found.get().content());
    }

    /** RFC 6266: a name of plain letters for old programs, and the whole one in UTF-8. */
    private static String disposition(String fileName) {
        String plain = fileName.replaceAll("[^A-Za-z0-9._ -]", "_");
        String whole = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + whole;
    }

    private Upload upload() {
        Button choose = new Button(Texts.t("workbench.evidence.attach"), Glyph.UPLOAD.icon());
        choose.addThemeVariants(ButtonVariant.LUMO_SMALL);
        upload.setUploadButton(ViewKeys.click(choose, CHOOSE_KEY));
        upload.setDropLabel(new Span(Texts.t("workbench.evidence.drop")));
        upload.setDropLabelIcon(new Span());
        upload.setMaxFileSize(Evidence.LARGEST);
        upload.setI18n(new UploadI18N()
                .setDropFiles(new UploadI18N.DropFiles().setMany(Texts.t("workbench.evidence.drop")))
                .setError(new UploadI18N.Error().setFileIsTooBig(Texts.t("workbench.fault.file.too_large")))
                .setUnits(new UploadI18N.Units(List.of("B", "kB", "MB", "GB", "TB"))));
        upload.addFileRejectedListener(event -> {
            say("notice-danger", event.getErrorMessage());
            upload.clearFileList();
        });
        upload.addClassNames("file-upload", "evidence-upload");
        return upload;
    }

    /** The limit is asked again here: what a page says of a file is only what it says. */
    private void received(UploadEvent event) throws IOException {
        byte[] content;
        try (InputStream in = event.getInputStream()) {
            content = in.readNBytes(Evidence.LARGEST + 1);
        }
        String name = event.getFileName();
        UI ui = event.getUI();
        var _ = ui.access(() -> attach(name, content));
    }

    private void attach(String name, byte[] content) {
        upload.clearFileList();
        trouble.setVisible(false);
        switch (acts.attach(caseId, name, content)) {
            case AttachEvidence.Attached(Evidence its) -> {
                catchUp();
                changed.run();
                NextCase.tell(Texts.t("workbench.evidence.attached", its.fileName()));
            }
            case AttachEvidence.AlreadyThere(Evidence its) ->
                say("notice-warning", Texts.t("workbench.evidence.already", its.fileName()));
            case AttachEvidence.NoSuchCase _ -> say("notice-danger", Texts.t("workbench.fault.unknown"));
            case AttachEvidence.Invalid(List<FieldError> errors) ->
                say("notice-danger", name + ": " + FieldFaults.text(errors.getFirst()));
        }
    }

    private void say(String tone, String text) {
        trouble.removeAll();
        trouble.setClassName("notice " + tone);
        trouble.add(Glyph.WARNING.icon(), new Span(text));
        trouble.setVisible(true);
    }
}
