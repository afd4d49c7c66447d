package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.adapters.config.reading.ConfigException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file that is no JSON object is reported with the place of the error. */
class UnreadableFileTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "-                    | 1:1: the file holds no JSON object (an empty one is {})",
                "[]                   | 1:1: the file holds no JSON object (an empty one is {})",
                "{} {}                | 1:4: there is text after the end of the object",
            })
    void aFileThatIsNoObjectIsTold(@Nullable String json, String expected) {
        assertThat(problems(json == null ? "" : json)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'server':{'port':1,}}      | 1:21: not valid JSON: ",
                "{'server':{                 | 1:12: not valid JSON: it ends too early",
                "{'server' 1}                | 1:11: not valid JSON: ",
                "{ // a comment              | 1:3: not valid JSON: ",
                "{'port':0800}               | 1:10: not valid JSON: ",
            })
    void malformedJsonIsToldWithItsPlace(String json, String expected) {
        assertThat(problems(json)).singleElement().asString().startsWith(expected);
    }

    @Test
    void aCommentIsToldToBeNone() {
        assertThat(problems("{ // why\n}"))
                .singleElement()
                .asString()
                .contains("JSON has no comments")
                .doesNotContain("Feature");
    }

    @Test
    void whatIsNestedWithoutEndIsToldInOneSentence() {
        for (String json : List.of("{'a':" + "[".repeat(5_000), "{'a':".repeat(5_000))) {
            assertThat(problems(json))
                    .singleElement()
                    .asString()
                    .endsWith(": nested too deep (expected: at most 100 levels)");
        }
    }

    @Test
    void whatIsLargerThanTheParserTakesIsToldInOneSentence() {
        assertThat(problems("{'" + "a".repeat(100_000) + "':1}"))
                .singleElement()
                .asString()
                .contains("not valid JSON: ");
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThat(messageOf(folder.resolve("missing.json")))
                .isEqualTo(folder.resolve("missing.json") + ": there is no such file");
    }

    @Test
    void aFileThatIsNoTextIsTold() throws IOException {
        Path file = Files.write(folder.resolve("latin1.json"), new byte[] {'{', (byte) 0xE9, '}'});

        assertThat(messageOf(file)).isEqualTo(file + ": the file is not UTF-8 text");
    }

    private List<String> problems(String json) {
        return Samples.problems(folder, json, Map.of(), Map.of());
    }

    private static String messageOf(Path file) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> ConfigReader.read(Optional.of(file), Map.of(), Map.of()))
                .getMessage();
    }
}
