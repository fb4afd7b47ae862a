package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {

    @TempDir
    Path data;

    @Test
    void keepsItsNameAndGetsOneWhenTheFirstStartWasKilledWhileItWrote() throws Exception {
        Files.writeString(data.resolve("node-id"), "");
        var first = new Node(data).id();
        assertThat(new Node(data).id()).isEqualTo(first);
        assertThat(data.resolve("node-id")).hasContent(first.toString());
    }
}
