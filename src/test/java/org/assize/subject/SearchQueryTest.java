package org.assize.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.assize.subject.Match.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueryTest {

    @Test
    void whatIsTypedIsCutToWhatCanBeLookedFor() {
        assertThat(SearchQuery.of(null).isEmpty()).isTrue();
        assertThat(SearchQuery.of(" \0\t\u202e ").isEmpty()).isTrue();
        assertThat(SearchQuery.of("  Luma \n Home\0 ").text()).isEqualTo("Luma Home");
        assertThat(SearchQuery.of("x".repeat(5_000)).text()).hasSize(SearchQuery.LONGEST);
        String faces = "\uD83D\uDE00".repeat(SearchQuery.LONGEST);
        assertThat(SearchQuery.of("x" + faces).text()).doesNotEndWith("\uD83D");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"10423|10423", "#10423|10423", "# 7|7", "10 423|10423", "10\u202f423|10423", "1,234,567|1234567"})
    void theNumberOfACaseIsWrittenInManyWays(String typed, long number) {
        assertThat(SearchQuery.of(typed).caseNumber()).isEqualTo(OptionalLong.of(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"S-10423", "10 42", "1234567890123456789", "-4", "12.5", "ten"})
    void notEverythingWithDigitsIsANumber(String typed) {
        assertThat(SearchQuery.of(typed).caseNumber()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org",
                "ada@",
                "+49 151 2345678",
                "(030) 901820",
                "0151 2345 678",
                "DE89 3704 0044 0532 0130 00",
                "de89370400440532013000",
                "203.0.113.9",
                "2001:db8::8a2e:370:7334"
            })
    void identifiersOfPeopleAreKnownByTheirShape(String typed) {
        assertThat(SearchQuery.of(typed).looksPersonal()).as(typed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10 423", "10423", "S-0000012", "Luma Home", "@", "order-2024-01-01", "3:1", "dev-9f", "深圳市华美"})
    void otherThingsAreNotTakenForIdentifiers(String typed) {
        assertThat(SearchQuery.of(typed).looksPersonal()).as(typed).isFalse();
    }

    @Test
    void idsAreTriedAsTypedAndInOtherCaseAndIdentifiersWithoutStrokes() {
        assertThat(SearchQuery.of("s-12").spellings()).containsExactly("s-12", "S-12");
        assertThat(SearchQuery.of("DE89 3704").identifierSpellings()).contains("DE89 3704", "DE893704", "de893704");
    }

    @Test
    void thePatternOfABeginningMatchesNothingElse() {
        assertThat(SearchQuery.prefixPattern("100%_\\")).isEqualTo("100\\%\\_\\\\%");
    }

    @ParameterizedTest
    @CsvSource({
        "luma,luma,true",
        "lumahome,luma,true",
        "lumo,luma,true",
        "lmua,luma,true",
        "shari,sharl,true",
        "trading,tradnig,true",
        "store,shop,false",
        "ann,ana,false",
        "officail,official,true",
        "orange,garden,false"
    })
    void aWordAnswersWhatWasMeant(String word, String typed, boolean answers) {
        assertThat(NameWords.answers(word, typed)).as("%s for %s", word, typed).isEqualTo(answers);
    }

    @Test
    void marksStandWhereTheWordsStandInTheName() {
        assertThat(NameWords.marks("Café Lümâ, Luma", List.of("luma")))
                .containsExactly(new Mark(5, 9), new Mark(11, 15));
        assertThat(NameWords.marks("Aluma", List.of("luma"))).isEmpty();
        assertThat(NameWords.marks("深圳市华美商贸", List.of("华美", "美商"))).containsExactly(new Mark(3, 6));
        assertThat(NameWords.marks("Straße", List.of("strasse"))).isEmpty();
        assertThat(NameWords.marks("", List.of("x"))).isEmpty();
    }
}
