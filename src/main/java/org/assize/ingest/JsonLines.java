package org.assize.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads NDJSON in pieces, whatever its length: each line that is not blank is one object. */
public final class JsonLines {

    private static final int AT_ONCE = 500;

    /** Characters that a piece may have grown to before its last line. */
    private static final int MOST_AT_ONCE = 1 << 22;

    private final BufferedReader in;
    private long line;
    private boolean ended;

    public JsonLines(InputStream body) {
        in = new BufferedReader(new InputStreamReader(body, decoder()), 1 << 16);
    }

    /** A body that is one object, over however many lines. */
    public static List<JsonLine> whole(byte[] body) {
        try {
            String text = decoder().decode(ByteBuffer.wrap(body)).toString();
            return List.of(new JsonLine(1, withoutByteOrderMark(text)));
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a decoder that replaces refuses nothing", e);
        }
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** What is no UTF-8 becomes a lone surrogate, which no text may hold: it costs its own line only. */
    private static CharsetDecoder decoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith("\uDFFF");
    }

    /**
     * The next objects, at most 500 and at most some megabytes; none at the end. A line of more than 262,144 characters
     * comes cut, yet longer than a record may be.
     */
    public List<JsonLine> next() throws IOException {
        var lines = new ArrayList<JsonLine>();
        var text = new StringBuilder();
        int characters = 0;
        while (!ended && lines.size() < AT_ONCE && characters < MOST_AT_ONCE) {
            text.setLength(0);
            int c = in.read();
            while (c >= 0 && c != '\n') {
                if (text.length() <= JsonFields.LONGEST) {
                    text.append((char) c);
                }
                c = in.read();
            }
            ended = c < 0;
            line++;
            String object = line == 1 ? withoutByteOrderMark(text.toString()) : text.toString();
            if (!object.isBlank()) {
                lines.add(new JsonLine(line, object));
                characters += object.length();
            }
        }
        return lines;
    }
}
