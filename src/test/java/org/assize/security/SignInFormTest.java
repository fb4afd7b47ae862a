package org.assize.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInFormTest {

    @ParameterizedTest
    @CsvSource({
        "'', /",
        "trail, /trail",
        "queues/orders?value=1000&due=late, /queues/orders?value=1000&due=late",
        "case/0192-aa?tab=notes, /case/0192-aa?tab=notes",
        "search?q=m\u00fcller, /search?q=m%C3%BCller"
    })
    void whoSignsInComesToThePageTheyAskedFor(String place, String path) {
        assertThat(SignInForm.ownPath(place)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/evil.example",
                "//evil.example/queues",
                "\\evil.example",
                "/\\evil.example",
                "..//evil.example",
                "./..//evil.example",
                "trail\r\nSet-Cookie: a=b",
                "\tevil",
                "login?error",
                "trail space"
            })
    void nobodyIsSentElsewhere(String place) {
        assertThat(SignInForm.ownPath(place)).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "javascript:alert(1)", "@evil.example"})
    void anotherAddressIsNoMoreThanAStrangePathOfOurs(String place) {
        assertThat(SignInForm.ownPath(place)).startsWith("/").doesNotStartWith("//");
    }
}
