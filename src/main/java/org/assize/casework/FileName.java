package org.assize.casework;

import java.text.Normalizer;

/** What is kept of the name that a file came with: one that no screen, disk or header can be fooled by. */
final class FileName {

    private static final int LONGEST = 120;

    private FileName() {}

    /**
     * Without directories, without characters that can not be seen or turn the direction of reading, without what a
     * file system or a header would take for its own, and not endlessly long; {@code file} when nothing is left.
     */
    static String clean(String given) {
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        name = Normalizer.normalize(name, Normalizer.Form.NFC)
                .replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "")
                .replaceAll("[<>:\"|?*%]", "_")
                .replaceAll("\\s+", " ")
                .replaceAll("^[. ]+|[. ]+$", "");
        if (name.length() > LONGEST) {
            int dot = name.lastIndexOf('.');
            String ending = dot > 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
            int end = LONGEST - ending.length();
            // not between the two halves of one character
            end = Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end;
            name = name.substring(0, end) + ending;
        }
        return name.isEmpty() ? "file" : name;
    }
}
