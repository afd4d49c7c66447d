package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class ModelInJsonTest {
    private static String renamed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ModelInJson.find(bytes)
                .map(place -> place.replace(bytes, ModelInJson.quoted("my \"m\"")))
                .map(changed -> new String(changed, StandardCharsets.UTF_8))
                .orElse(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "{\"model\":\"a\"}|{\"model\":\"my \\\"m\\\"\"}",
                "data: {\"id\":1,\"model\" : \"a\\\"b\",\"x\":2}"
                        + "|data: {\"id\":1,\"model\" : \"my \\\"m\\\"\",\"x\":2}",
                "{\"message\":{\"model\":\"a\"}}|{\"message\":{\"model\":\"my \\\"m\\\"\"}}",
                "{\"other\":{\"model\":\"a\"}}|{\"other\":{\"model\":\"a\"}}",
                "{\"text\":\"\\\"model\\\":\\\"a\\\"\"}|{\"text\":\"\\\"model\\\":\\\"a\\\"\"}",
                "{\"model\":null}|{\"model\":null}",
                "{\"a\":[{\"model\":\"a\"}],\"model\":\"b\"}"
                        + "|{\"a\":[{\"model\":\"a\"}],\"model\":\"my \\\"m\\\"\"}",
                "[DONE]|[DONE]",
                "{\"model\":\"a|{\"model\":\"my \\\"m\\\"\"",
                "{\"model|{\"model"
            })
    void theModelOfTheObjectOrItsMessageIsReplaced(String before, String after) {
        assertThat(renamed(before)).isEqualTo(after);
    }

    @Test
    void anyBytesAreSearchedToTheirEnd() {
        Random random = new Random(28);
        String parts = "{}[]\"\\:, model\"model\":";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder("{");
            random.ints(random.nextInt(40), 0, parts.length())
                    .forEach(at -> text.append(parts.charAt(at)));
            assertThat(renamed(text.toString())).isNotNull();
        }
    }
}
