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
 * A body that is read into memory whole is at most 1 MiB. NDJSON is read line by line and is at most 32 MiB, so that nobody is
 * kept busy by a line without an end; files (multipart, CSV) are bounded by the server's own limit only.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 500)
public final class BodyLimit implements ContainerRequestFilter {

    static final int MOST_BYTES = 1 << 20;
    static final int MOST_BYTES_OF_LINES = 1 << 25;

    @Override
    public void filter(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        if (!request.hasEntity() || isStreamed(type) && !isLines(type)) {
            return;
        }
        int most = isLines(type) ? MOST_BYTES_OF_LINES : MOST_BYTES;
        if (request.getLength() > most) {
            throw tooLarge(most);
        }
        request.setEntityStream(new Counted(request.getEntityStream(), most));
    }

    static boolean isStreamed(@Nullable MediaType type) {
        return type != null
                && (type.getType().equals("multipart") || type.getType().equals("text") || isLines(type));
    }

    private static boolean isLines(@Nullable MediaType type) {
        return type != null && type.getSubtype().endsWith("ndjson");
    }

    private static RequestRefused tooLarge(int most) {
        return Problem.of(413, "The body is larger than " + most + " bytes.").exception();
    }

    private static final class Counted extends FilterInputStream {
        private final int most;
        private long seen;

        Counted(InputStream in, int most) {
            super(in);
            this.most = most;
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
            if (seen > most) {
                throw tooLarge(most);
            }
        }
    }
}
