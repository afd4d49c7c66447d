package dev.chasqui.plugins.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Tests of placeholders and of the text that they become again. */
class RestorerTest {
    private static final SensitiveText SENSITIVE = new SensitiveText(List.of("Ada Lovelace"));

    private static final List<String> PIECES =
            List.of(
                    "bob@example.org",
                    "ann@example.org",
                    "+49 171 1234567",
                    "4111 1111 1111 1111",
                    "DE89 3704 0044 0532 0130 00",
                    "-----BEGIN PRIVATE KEY-----\nMI\"IE\n-----END PRIVATE KEY-----",
                    "Ada Lovelace",
                    "[EMAIL_1]",
                    "[EMAIL_2",
                    "[CARD_9]",
                    "[",
                    "]",
                    "[[",
                    "[EMA",
                    "[1] ",
                    "\"",
                    " and ",
                    "é😀",
                    "\n");

    @Test
    void anyCutOfAnyTextGivesTheSameText() {
        Random random = new Random(28);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder made = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                made.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String text = made.toString();
            Placeholders placeholders = new Placeholders();
            placeholders.reserve(text);
            String redacted = placeholders.redacted(text, SENSITIVE);

            Restorer restorer = new Restorer(placeholders.values(), false);
            StringBuilder restored = new StringBuilder();
            int at = 0;
            while (at < redacted.length()) {
                int end = Math.min(redacted.length(), at + 1 + random.nextInt(5));
                restored.append(restorer.feed(redacted.substring(at, end)));
                at = end;
            }

            assertThat(restored.append(restorer.flush())).hasToString(text);
        }
    }

    @Test
    void onlyTheBeginningOfAPlaceholderInUseIsHeldBack() {
        Placeholders placeholders = new Placeholders();
        String redacted = placeholders.redacted("bob@example.org", SENSITIVE);
        Restorer restorer = new Restorer(placeholders.values(), false);

        assertThat(redacted).isEqualTo("[EMAIL_1]");
        assertThat(restorer.feed("x [EMAIL")).isEqualTo("x ");
        assertThat(restorer.feed("_1")).isEmpty();
        assertThat(restorer.feed("] [CARD_1] [EMAIL_2"))
                .isEqualTo("bob@example.org [CARD_1] [EMAIL_2");
        assertThat(restorer.feed(" a[i")).isEqualTo(" a[i");
        assertThat(restorer.feed("[E")).isEmpty();
        assertThat(restorer.flush()).isEqualTo("[E");
    }

    @Test
    void theSameValueHasTheSamePlaceholderAndAWrittenOneIsNotUsed() {
        Placeholders placeholders = new Placeholders();
        placeholders.reserve("What is [EMAIL_1]?");

        assertThat(
                        placeholders.redacted(
                                "[EMAIL_1] a@example.org b@example.org a@example.org", SENSITIVE))
                .isEqualTo("[EMAIL_1] [EMAIL_2] [EMAIL_3] [EMAIL_2]");
    }

    @Test
    void valuesInJsonAreEscaped() {
        String key = "-----BEGIN PRIVATE KEY-----\nMI\"IE\\\n-----END PRIVATE KEY-----";
        Placeholders placeholders = new Placeholders();
        String redacted = placeholders.redacted(key, SENSITIVE);
        Restorer restorer = new Restorer(placeholders.values(), true);

        String json = restorer.feed("{\"key\":\"" + redacted + "\"}");

        assertThat(JsonReader.read(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Json.Obj.EMPTY.with("key", new Json.Str(key)));
    }

    @Test
    void jsonStaysValidAndKeepsItsLayout() {
        Placeholders placeholders = new Placeholders();
        String json =
                "{ \"mail\" : \"bob\\u0040example.org\",\n \"card\": 4111111111111111, \"n\": 1.50,"
                        + " \"in\": \"{\\\"a\\\": 4111111111111111}\", \"bob@example.org\": null }";

        String edited = JsonTexts.edit(json, text -> placeholders.redacted(text, SENSITIVE));

        assertThat(edited)
                .isEqualTo(
                        "{ \"mail\" : \"[EMAIL_1]\",\n \"card\": \"[CARD_1]\", \"n\": 1.50,"
                                + " \"in\": \"{\\\"a\\\": \\\"[CARD_1]\\\"}\", \"[EMAIL_1]\": null"
                                + " }");
    }

    @Test
    void brokenJsonIsEditedAsText() {
        Placeholders placeholders = new Placeholders();

        assertThat(
                        JsonTexts.edit(
                                "{\"mail\": \"bob@example.org",
                                text -> placeholders.redacted(text, SENSITIVE)))
                .isEqualTo("{\"mail\": \"[EMAIL_1]");
    }
}
