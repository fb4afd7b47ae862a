package org.assize.platform.rest;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.crypto.Mac;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.FormValue;

/**
 * {@link Idempotency} of forms, judged when the form has been read and lies on disk: by its parts, since what divides them
 * is another text each time the same form is sent.
 */
final class FormKeys {

    private final Idempotency idempotency;
    private final RequestHash hash;

    FormKeys(Idempotency idempotency, RequestHash hash) {
        this.idempotency = idempotency;
        this.hash = hash;
    }

    @WithFormRead
    @ServerRequestFilter(priority = Priorities.USER)
    public Optional<Response> check(ContainerRequestContext request) throws IOException {
        FormData form = CurrentRequestManager.get().getFormData();
        if (form == null || !Idempotency.isForm(request.getMediaType())) {
            return Optional.empty();
        }
        Optional<KeptAnswers.Key> key = Idempotency.key(request);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Mac mac = hash.begin();
        Idempotency.feedAddress(mac, request);
        for (String name : form) {
            for (FormValue part : form.get(name)) {
                RequestHash.feed(mac, name);
                RequestHash.feed(mac, part.getFileName() == null ? "" : part.getFileName());
                if (part.isFileItem()) {
                    try (InputStream content = part.getFileItem().getInputStream()) {
                        RequestHash.feed(mac, Long.toString(part.getFileItem().getFileSize()));
                        new RequestHash.Reading(content, mac).readToEnd();
                    }
                } else {
                    RequestHash.feed(mac, part.getValue());
                }
            }
        }
        return idempotency.begin(request, key.get(), mac.doFinal(), null);
    }
}
