package dev.chasqui.domain.json.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/** The agreement of our own JSON reader and Jackson on any text. */
class JsonAgainstOracleTest {
    private static final int ROUNDS = 20_000;
    private static final String[] STRINGS = {
        "a",
        "b",
        "role",
        "content",
        "\\u0061",
        "ü",
        "漢",
        "😀",
        "\\\"",
        "\\\\",
        "\\/",
        "\\n",
        "\\u00fc",
        "\\ud83d\\ude00",
        "\\ud83d",
        "",
        " ",
        "]}",
        "\u007f",
        "eight or more letters"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "7", "12", "-1.50", "1e400", "2E-7", "9223372036854775807", "0.1e+10"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\r\n\t "};
    private static final String LETTERS = "{}[]:,\"\\/ \n\t0123456789+-.eEtruefalsn\u0001";

    private final Random random = new Random(7);
    private int accepted;

    @Test
    void itReadsWhatIsValid() {
        for (int round = 0; round < ROUNDS; round++) {
            compare(document());
        }
        // Some texts hold a member twice and are refused.
        assertThat(accepted).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void itRefusesWhatIsAlmostValid() {
        for (int round = 0; round < ROUNDS; round++) {
            compare(mutated(document()));
        }
        assertThat(accepted).isBetween(ROUNDS / 50, ROUNDS * 9 / 10);
    }

    @Test
    void itRefusesNonsense() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = new byte[random.nextInt(12)];
            for (int i = 0; i < text.length; i++) {
                text[i] = letter();
            }
            compare(text);
        }
        assertThat(accepted).isBetween(1, ROUNDS / 2);
    }

    @Test
    void itFindsARepeatedNameAmongMany() {
        for (int members = 1; members < 60; members++) {
            for (int repeated = 0; repeated <= members; repeated++) {
                StringBuilder text = new StringBuilder("{\"x\":{\"n0\":{}");
                for (int i = 1; i < members; i++) {
                    text.append(",\"")
                            .append(i % 7 == 3 ? "\\u006e" : "n")
                            .append(i)
                            .append("\":1");
                }
                text.append(",\"n").append(repeated).append("\":1},\"n0\":2}");
                compare(utf8(text.toString()));
            }
        }
        assertThat(accepted).isEqualTo(59);
    }

    @Test
    void namesMayBeAsLongAndNumbersAsManyDigitsAsJacksonAllows() {
        for (int length : new int[] {999, 1_000, 1_001, 49_999, 50_000, 50_001}) {
            compare(utf8("{\"" + "n".repeat(length) + "\":1}"));
            compare(utf8("[" + "1".repeat(length) + "]"));
        }
        assertThat(accepted).isEqualTo(7);
    }

    private void compare(byte[] text) {
        Optional<Json> expected = JacksonOracle.read(text);
        assertThat(ours(text))
                .as("%s", new String(text, StandardCharsets.UTF_8))
                .isEqualTo(expected);
        accepted += expected.isPresent() ? 1 : 0;
        assertThat(skipped(text)).isEqualTo(expected.isPresent());
    }

    private static Optional<Json> ours(byte[] text) {
        try {
            return Optional.of(JsonReader.read(text));
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    /** Returns true if the text is accepted by skipping it. */
    private static boolean skipped(byte[] text) {
        try {
            JsonScanner scanner = new JsonScanner().over(text);
            scanner.skip();
            scanner.finish();
            return true;
        } catch (FailureException e) {
            return false;
        }
    }

    private byte[] document() {
        StringBuilder text = new StringBuilder();
        write(text, 4);
        return utf8(text.toString());
    }

    private void write(StringBuilder text, int depth) {
        text.append(space());
        switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> text.append('"').append(string()).append(string()).append('"');
            case 1 -> text.append(one(NUMBERS));
            case 2 -> text.append(random.nextBoolean());
            case 3 -> text.append("null");
            case 4 -> writeArray(text, depth);
            default -> writeObject(text, depth);
        }
        text.append(space());
    }

    private void writeArray(StringBuilder text, int depth) {
        text.append('[');
        for (int i = random.nextInt(4); i > 0; i--) {
            write(text, depth - 1);
            text.append(i > 1 ? "," : "");
        }
        text.append(']');
    }

    private void writeObject(StringBuilder text, int depth) {
        text.append('{').append(space());
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append('"').append(string()).append(string()).append('"').append(space());
            text.append(':');
            write(text, depth - 1);
            text.append(i > 1 ? "," + space() : "");
        }
        text.append('}');
    }

    private byte[] mutated(byte[] text) {
        byte[] mutated = text;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(mutated.length + 1);
            byte[] more = new byte[random.nextInt(2)];
            if (more.length > 0) {
                more[0] = random.nextInt(4) == 0 ? (byte) random.nextInt(256) : letter();
            }
            int after = Math.min(mutated.length, at + random.nextInt(2));
            byte[] next = new byte[at + more.length + mutated.length - after];
            System.arraycopy(mutated, 0, next, 0, at);
            System.arraycopy(more, 0, next, at, more.length);
            System.arraycopy(mutated, after, next, at + more.length, mutated.length - after);
            mutated = next;
        }
        return mutated;
    }

    private byte letter() {
        return (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    }

    private String string() {
        return one(STRINGS);
    }

    private String space() {
        return one(SPACES);
    }

    private String one(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
