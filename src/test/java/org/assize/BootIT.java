package org.assize;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusIntegrationTest
class BootIT extends BrowserTest {

    @Test
    void theFirstPageIsDrawnAndCanBeReadByEverybody() {
        open("/");
        assertThat(page).hasTitle(Pattern.compile(".*Assize.*"));
        assertAccessible();
    }
}
