package org.assize.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileNameTest {

    @Test
    void aNameLosesWhatCouldFoolAnybody() {
        assertThat(FileName.clean("../../etc/passwd")).isEqualTo("passwd");
        assertThat(FileName.clean("C:\\Users\\ada\\scan.png")).isEqualTo("scan.png");
        assertThat(FileName.clean("invoice\u202Egnp.exe")).isEqualTo("invoicegnp.exe");
        assertThat(FileName.clean("a\u200Bb\u0000c\r\nX-Header: 1.txt")).isEqualTo("abcX-Header_ 1.txt");
        assertThat(FileName.clean("\"><script>.png")).isEqualTo("___script_.png");
        assertThat(FileName.clean("  ...  ")).isEqualTo("file");
        assertThat(FileName.clean("")).isEqualTo("file");
        assertThat(FileName.clean("报告 2026.pdf")).isEqualTo("报告 2026.pdf");
    }

    @Test
    void aLongNameKeepsItsEnding() {
        assertThat(FileName.clean("x".repeat(5_000) + ".jpeg")).hasSize(120).endsWith("x.jpeg");
        assertThat(FileName.clean("😀".repeat(200) + ".png"))
                .hasSizeLessThanOrEqualTo(120)
                .endsWith("😀.png");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void theBytesSayWhatAFileIs() {
        assertThat(FileKind.of(bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0), "a.exe"))
                .contains(FileKind.PNG);
        assertThat(FileKind.of(bytes(0xFF, 0xD8, 0xFF, 0xE0), "a")).contains(FileKind.JPEG);
        assertThat(FileKind.of("RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII), "a"))
                .contains(FileKind.WEBP);
        assertThat(FileKind.of("GIF89a".getBytes(StandardCharsets.US_ASCII), "a.html"))
                .contains(FileKind.GIF);
        assertThat(FileKind.of("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), "a"))
                .contains(FileKind.PDF);
        assertThat(FileKind.of("a;b\n1;2\n".getBytes(StandardCharsets.UTF_8), "A.CSV"))
                .contains(FileKind.CSV);
        assertThat(FileKind.of("was sie schrieb: „nein“".getBytes(StandardCharsets.UTF_8), "chat"))
                .contains(FileKind.TEXT);
        assertThat(FileKind.of(bytes('M', 'Z', 0x90, 0, 3), "holiday.png")).isEmpty();
        assertThat(FileKind.of(bytes('P', 'K', 3, 4, 0x14, 0), "table.csv")).isEmpty();
        assertThat(FileKind.of(bytes('a', 0xC3, 0x28), "note.txt")).isEmpty();
        assertThat(FileKind.of(bytes('R', 'I', 'F', 'F'), "short.webp")).contains(FileKind.TEXT);
    }

    @Test
    void whatLooksLikeAPageIsSavedAsWhatItIs() {
        assertThat(FileKind.GIF.fit("evil.html")).isEqualTo("evil.html.gif");
        assertThat(FileKind.JPEG.fit("scan.JPEG")).isEqualTo("scan.JPEG");
        assertThat(FileKind.TEXT.fit("run.bat")).isEqualTo("run.bat.txt");
    }

    @Test
    void aNameAfterAnAtIsAMentionAndAMailAddressIsNot() {
        assertThat(Mentions.in("@lin have a look, and @jonas.k. Write to shop@example.org or see @@ada"))
                .containsExactlyInAnyOrder("lin", "jonas.k");
        assertThat(Mentions.in("（@小明）")).containsExactly("小明");
    }
}
