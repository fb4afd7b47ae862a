package org.assize.ingest.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.server.streams.DownloadHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.assize.ingest.Complaint;
import org.assize.ingest.FeedMapping;
import org.assize.ingest.SaveMapping;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.assize.security.CurrentActor;

/** Keeping a mapping under a name, and a mapping as text. */
final class MappingDialogs {

    private final CurrentActor actor;
    private final SaveMapping save;

    MappingDialogs(CurrentActor actor, SaveMapping save) {
        this.actor = actor;
        this.save = save;
    }

    void save(FeedMapping mapping, String proposed, Runnable then) {
        Dialog dialog = new Dialog(Texts.t("ingest.save.title"));
        TextField name = new TextField(Texts.t("ingest.save.name"));
        name.setHelperText(Texts.t("ingest.save.hint"));
        name.setMaxLength(SaveMapping.LONGEST_NAME);
        name.setValue(proposed);
        Div trouble = new Div();
        Button verb = new Button(Texts.t("ingest.save.do"), event -> {
            switch (save.save(actor.get(), name.getValue(), mapping)) {
                case SaveMapping.Saved done -> {
                    dialog.close();
                    Notification.show(Texts.t(
                            done.replaced() ? "ingest.save.replaced" : "ingest.save.kept",
                            name.getValue().strip()));
                    then.run();
                }
                case SaveMapping.NameRefused _ -> {
                    name.setErrorMessage(Texts.t("ingest.save.refused", SaveMapping.LONGEST_NAME));
                    name.setInvalid(true);
                }
                case SaveMapping.MappingRefused refused -> show(trouble, refused.complaints());
            }
        });
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div form = new Div(trouble, name);
        form.addClassName("form");
        dialog.add(form);
        dialog.getFooter().add(new Button(Texts.t("platform.cancel"), event -> dialog.close()), verb);
        dialog.open();
        name.focus();
    }

    void json(FeedMapping mapping, Consumer<FeedMapping> adopt) {
        Dialog dialog = new Dialog(Texts.t("ingest.json.title"));
        TextArea text = new TextArea(Texts.t("ingest.json.label"));
        text.addClassName("json-field");
        text.setHelperText(Texts.t("ingest.json.hint"));
        text.setValue(mapping.toJson());
        Div trouble = new Div();
        Anchor download = new Anchor(
                (DownloadHandler) event -> {
                    event.setFileName(mapping.feed().code() + "-mapping.json");
                    event.setContentType("application/json");
                    event.getOutputStream().write((mapping.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
                },
                "");
        download.add(Glyph.DOWNLOAD.icon(), new Span(Texts.t("ingest.json.download")));
        download.addClassName("download-link");
        Button verb = new Button(Texts.t("ingest.json.do"), event -> {
            switch (FeedMapping.read(mapping.feed(), text.getValue())) {
                case FeedMapping.Understood(FeedMapping read) -> {
                    dialog.close();
                    adopt.accept(read);
                }
                case FeedMapping.NotUnderstood(List<Complaint> complaints) -> show(trouble, complaints);
            }
        });
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div form = new Div(trouble, text);
        form.addClassName("json-form");
        dialog.add(form);
        dialog.getFooter().add(download, new Button(Texts.t("platform.cancel"), event -> dialog.close()), verb);
        dialog.open();
        text.focus();
    }

    private static void show(Div trouble, List<Complaint> complaints) {
        trouble.removeAll();
        trouble.add(FeedWords.notice("notice-danger", Texts.t("ingest.map.todo"), complaints));
    }
}
