package dev.chasqui.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.regex.Pattern;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "gpt-*,gpt-4o,true",
        "gpt-*,gpt-,true",
        "gpt-*,my-gpt-4,false",
        "*,'',true",
        "*-mini,gpt-mini,true",
        "a*b*c,aXbYc,true",
        "a*b*c,abc,true",
        "a*a,a,false",
        "**,x,true",
        "llama3,llama3,true",
        "llama3,llama33,false",
        "a.c,abc,false"
    })
    void aStarStandsForAnyCharactersAndNothingElseDoes(String pattern, String name, boolean fits) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(fits);
    }

    @Test
    void aPatternMatchesWhatTheRegularExpressionDoes() {
        Random random = new Random(28);
        for (int i = 0; i < 5_000; i++) {
            String pattern = text(random, "ab*", 6);
            String name = text(random, "ab", 8);
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), name);

            assertThat(new NamePattern(pattern).matches(name))
                    .as(pattern + " " + name)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theCaseOfLettersCountsUnlessItIsToldNotTo() {
        assertThat(new NamePattern("GPT-*").matches("gpt-4")).isFalse();
        assertThat(new NamePattern("GPT-*").matchesAnyCase("gpt-4")).isTrue();
    }

    private static String text(Random random, String letters, int longest) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(longest), 0, letters.length())
                .forEach(at -> text.append(letters.charAt(at)));
        return text.toString();
    }
}
