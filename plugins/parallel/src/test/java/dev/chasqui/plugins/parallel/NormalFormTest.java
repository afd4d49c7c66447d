package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.branches.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.SplittableRandom;

/** Tests of the normal form by which answers are compared. */
class NormalFormTest {
    private static final List<String> IN_FRONT =
            List.of("", " ", "\n", "**", "_", "`", "\"", "“", "\u00a0", "# ", "- ", "...");
    private static final List<String> BEHIND =
            List.of("", " ", "\n", "**.", "_", "`", "\"", "”", ".", "…", "!", "\u00a0");
    private static final List<String> BETWEEN = List.of(" ", "  ", "\n", "\t ", "\u00a0");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Paris ~ **Paris.**",
                "Paris ~ ＰＡＲＩＳ",
                "the cat ~ 'The   cat!'",
                "42 ~ 42.0",
                "42 ~ '42.'",
                "42 ~ **4.2e1**",
                "-3 ~ −3.00",
                "0.5 ~ .5"
            })
    void theseSayTheSame(String one, String other) {
        assertThat(NormalForm.of(one)).isEqualTo(NormalForm.of(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Paris ~ Lyon",
                "42 ~ -42",
                "42 ~ 42%",
                "4.2 ~ 42",
                "C ~ C++",
                "C ~ C#",
                "> 5 ~ < 5",
                "'?' ~ '!'",
                "the cat ~ thecat"
            })
    void theseDoNot(String one, String other) {
        assertThat(NormalForm.of(one)).isNotEqualTo(NormalForm.of(other));
    }

    @Test
    void charactersAroundAndBetweenWordsDoNotCount() {
        for (long seed = 0; seed < 5_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String dressed =
                    any(IN_FRONT, random)
                            + (random.nextBoolean() ? "the" : "The")
                            + any(BETWEEN, random)
                            + (random.nextBoolean() ? "cat 7" : "CAT\t7")
                            + any(BEHIND, random);

            assertThat(NormalForm.of(dressed)).as("seed " + seed).isEqualTo("the cat 7");
        }
    }

    @Test
    void theOrderOfMembersDoesNotCountAndThatOfItemsDoes() {
        assertThat(form("{\"a\":1,\"b\":[\"X\",null,true]}"))
                .isEqualTo(form("{\"b\":[\"x.\",null,true],\"a\":1.0}"))
                .isNotEqualTo(form("{\"b\":[null,\"x\",true],\"a\":1}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "*", "1", "e", "-", "\uFDFA"})
    @Timeout(20)
    void aLongTextTakesNoLongerThanItsLength(String scrap) {
        assertThat(NormalForm.of(scrap.repeat(1 << 20))).isNotNull();
    }

    private static Object form(String json) {
        Json value = JsonText.read(json).orElseThrow();
        return NormalForm.of(value);
    }

    private static String any(List<String> scraps, SplittableRandom random) {
        return scraps.get(random.nextInt(scraps.size()));
    }
}
