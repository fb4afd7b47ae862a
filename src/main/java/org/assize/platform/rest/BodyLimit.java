package org.assize.platform.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read into memory whole is at most 1 MiB. Bodies that are read as a stream (multipart, NDJSON, CSV) are
 * bounded by the server's own limit only.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 500)
public final class BodyLimit implements ContainerRequestFilter {

    static final int MOST_BYTES = 1 << 20;

    @Override
    public void filter(ContainerRequestContext request) {
        if (isStreamed(request.getMediaType()) || !request.hasEntity()) {
            return;
        }
        if (request.getLength() > MOST_BYTES) {
            throw tooLarge();
        }
        request.setEntityStream(new Counted(request.getEntityStream()));
    }

    static boolean isStreamed(@Nullable MediaType type) {
        return type != null
                && (type.getType().equals("multipart")
                        || type.getType().equals("text")
                        || type.getSubtype().endsWith("ndjson"));
    }

    private static RequestRefused tooLarge() {
        return Problem.of(413, "The body is larger than " + MOST_BYTES + " bytes.")
                .exception();
    }

    private static final class Counted extends FilterInputStream {
        private long seen;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) {
            seen += read;
            if (seen > MOST_BYTES) {
                throw tooLarge();
            }
        }
    }
}
