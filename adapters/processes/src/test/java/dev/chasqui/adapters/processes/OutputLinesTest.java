package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The lines of a program's output. */
class OutputLinesTest {
    private static final String KEY = "k0123456789-abcdefghij_ABCDEFGHIJ-0123456789";
    private static final OutputSecrets SECRETS =
            OutputSecrets.of(
                    KEY,
                    Map.of("HF_TOKEN", "hf_childs_token", "PORT", "12345678"),
                    Map.of("OPENAI_API_KEY", "sk-ours-alone", "DB_PASSWORD", "short"));

    @Test
    void linesEndAsTheyDoAnywhere() {
        assertThat(lines("a\nb\r\nc\rd")).containsExactly("a", "b", "", "c", "d");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
    }

    @Test
    void coloursAndBellsAreLeftOut() {
        assertThat(lines("\033[1;31mred\033[0m\007 and\ttab \033[K\n"))
                .containsExactly("red and\ttab");
    }

    @Test
    void secretsDoNotShow() {
        assertThat(lines("key " + KEY + ", hf_childs_token, 12345678, sk-ours-alone, short\n"))
                .containsExactly("key ***, ***, 12345678, ***, short");
    }

    @Test
    void aSecretWithColoursInItDoesNotShowEither() {
        assertThat(lines(KEY.substring(0, 9) + "\033[1m" + KEY.substring(9)))
                .containsExactly("***");
    }

    @Test
    void longLinesAreCut() {
        assertThat(lines("x".repeat(1_000_000) + "\ny"))
                .containsExactly("x".repeat(OutputLines.LONGEST), "y");
        assertThat(lines("x" + "\uD83E\uDD99".repeat(10_000)).getFirst())
                .matches("x(\uD83E\uDD99){1000,}");
    }

    /** A secret is hidden at any position, also at the cut of a line. */
    @Test
    void noPartOfAKeyShows() {
        String part = KEY.substring(0, 8);
        for (String filling : List.of("x", "\u20AC", "\uD83E\uDD99", "\033[1mx")) {
            for (int before = 0; before < OutputLines.LONGEST + 300; before += 3) {
                String line = filling.repeat(before / filling.length()) + KEY + "y".repeat(300);
                assertThat(lines(line + "\n").getFirst())
                        .as("after " + before + " of " + filling)
                        .doesNotContain(part);
            }
        }
    }

    @Test
    void anyBytesAreSomething() {
        for (int seed = 0; seed < 300; seed++) {
            byte[] bytes = new byte[new Random(seed).nextInt(20_000)];
            new Random(seed).nextBytes(bytes);
            assertThat(lines(bytes))
                    .as("seed " + seed)
                    .allSatisfy(
                            line ->
                                    assertThat(line)
                                            .hasSizeLessThanOrEqualTo(OutputLines.LONGEST)
                                            .doesNotContain("\033"));
        }
    }

    private static List<String> lines(String text) {
        return lines(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(byte[] bytes) {
        OutputLines output = new OutputLines(new ByteArrayInputStream(bytes), SECRETS);
        List<String> all = new ArrayList<>();
        for (var line = output.next(); line.isPresent(); line = output.next()) {
            all.add(line.get());
        }
        return all;
    }
}
