package org.assize.casework;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a file is, said by its first bytes and never by its name. Whatever is none of these is not taken as evidence. */
public enum FileKind {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg"),
    WEBP("image/webp", "webp"),
    GIF("image/gif", "gif"),
    PDF("application/pdf", "pdf"),
    TEXT("text/plain; charset=utf-8", "txt", "log", "md", "eml"),
    CSV("text/csv; charset=utf-8", "csv");

    private final String mediaType;
    private final List<String> endings;

    FileKind(String mediaType, String... endings) {
        this.mediaType = mediaType;
        this.endings = List.of(endings);
    }

    public String mediaType() {
        return mediaType;
    }

    public boolean isImage() {
        return mediaType.startsWith("image/");
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileKind ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The name with an ending that fits: a picture that is called a program or a page is saved as a picture. */
    String fit(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(ending -> name.endsWith("." + ending))
                ? fileName
                : fileName + "." + endings.getFirst();
    }

    /** @param fileName tells text from a table, which nothing in the bytes does */
    static Optional<FileKind> of(byte[] content, String fileName) {
        if (begins(content, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return Optional.of(PNG);
        }
        if (begins(content, 0, 0xFF, 0xD8, 0xFF)) {
            return Optional.of(JPEG);
        }
        if (begins(content, 0, 'R', 'I', 'F', 'F') && begins(content, 8, 'W', 'E', 'B', 'P')) {
            return Optional.of(WEBP);
        }
        if (begins(content, 0, 'G', 'I', 'F', '8', '7', 'a') || begins(content, 0, 'G', 'I', 'F', '8', '9', 'a')) {
            return Optional.of(GIF);
        }
        if (begins(content, 0, '%', 'P', 'D', 'F', '-')) {
            return Optional.of(PDF);
        }
        if (isText(content)) {
            return Optional.of(fileName.toLowerCase(Locale.ROOT).endsWith(".csv") ? CSV : TEXT);
        }
        return Optional.empty();
    }

    private static boolean begins(byte[] content, int at, int... signature) {
        if (content.length < at + signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((content[at + i] & 0xFF) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    /** UTF-8 throughout, and no control character but white space. */
    private static boolean isText(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        return text.chars().noneMatch(each -> Character.isISOControl(each) && !Character.isWhitespace(each));
    }
}
