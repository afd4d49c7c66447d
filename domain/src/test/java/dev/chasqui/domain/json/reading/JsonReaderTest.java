package dev.chasqui.domain.json.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

class JsonReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":[true,false,null,\"x\"]}",
                "{\"seed\":9223372036854775807,\"t\":0.10,\"big\":1e400,\"minus\":-0}",
                "\"\\u0001 ü 漢 😀 \\ud83d\"",
                "[]",
                "{}",
                "12"
            })
    void orderAndSpellingSurviveReadingAndWriting(String text) {
        assertThat(JsonReader.read(utf8(text)).toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "{\"a\":1", "{\"a\":1}}", "{\"a\":1} x", "[1,]", "{\"a\":1,}",
                        "{a:1}",
                "'x'", "[1 2]", "\"a\tb\"", "nul", "01", "+1", "NaN", "[\"\\x\"]",
                        "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}", "// x\n1"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThat(failure(() -> JsonReader.read(utf8(text)))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aMessageSaysWhereTheTextIsWrong() {
        assertThat(failure(() -> JsonReader.read(utf8("{\"a\":\n  oops}"))).message())
                .startsWith("the body is not valid JSON: ")
                .contains("line 2, column");
    }

    @Test
    void nestingIsBounded() {
        int depth = JsonReader.MAX_DEPTH;
        assertThat(JsonReader.read(utf8("[".repeat(depth) + "]".repeat(depth)))).isNotNull();
        assertThat(failure(() -> JsonReader.read(utf8("[".repeat(100_000)))).message())
                .contains("nested deeper than " + depth);
    }

    @Test
    void aCharacterThatIsCutInHalfIsRefusedAlsoInAString() {
        byte[] whole = utf8("\"漢\"");
        byte[] cut = {whole[0], whole[1], whole[2], whole[4]};
        assertThat(failure(() -> JsonReader.read(cut)).message()).contains("byte 1 is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"})
    void otherEncodingsAreRefused(String charset) {
        byte[] text = "{\"a\":1}".getBytes(Charset.forName(charset));
        assertThat(failure(() -> JsonReader.read(text))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aByteOrderMarkIsRefused() {
        assertThat(failure(() -> JsonReader.read(utf8("\uFEFF{}"))).message())
                .contains("byte order mark");
    }

    @Test
    void aPartOfABufferIsReadAlone() {
        assertThat(JsonReader.read(utf8("xx[1]yy"), 2, 5)).hasToString("[1]");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Failure failure(ThrowingCallable code) {
        FailureException thrown = catchThrowableOfType(FailureException.class, code);
        assertThat(thrown).isNotNull();
        return thrown.failure();
    }
}
