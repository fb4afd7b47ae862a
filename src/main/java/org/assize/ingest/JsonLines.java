package org.assize.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads NDJSON in pieces, whatever its length: each line that is not blank is one object. */
public final class JsonLines {

    private static final int LONGEST_LINE = 1 << 20;
    private static final int AT_ONCE = 500;

    private final BufferedReader in;
    private long line;
    private boolean ended;

    public JsonLines(InputStream body) {
        // what is no UTF-8 becomes a lone surrogate, which no text may hold: it costs its own line only
        in = new BufferedReader(
                new InputStreamReader(
                        body,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                                .replaceWith("\uDFFF")),
                1 << 16);
    }

    /** The next objects, at most 500; none at the end. A line of more than a million characters comes cut, hence unreadable. */
    public List<JsonLine> next() throws IOException {
        var lines = new ArrayList<JsonLine>();
        var text = new StringBuilder();
        while (!ended && lines.size() < AT_ONCE) {
            text.setLength(0);
            int c = in.read();
            while (c >= 0 && c != '\n') {
                if (text.length() < LONGEST_LINE) {
                    text.append((char) c);
                }
                c = in.read();
            }
            ended = c < 0;
            line++;
            if (!text.toString().isBlank()) {
                lines.add(new JsonLine(line, text.toString()));
            }
        }
        return lines;
    }
}
