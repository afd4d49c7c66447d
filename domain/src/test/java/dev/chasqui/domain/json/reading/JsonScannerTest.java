package dev.chasqui.domain.json.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class JsonScannerTest {
    private static final JsonNames NAMES = JsonNames.of("model", "text", "count", "on");

    private final JsonScanner scanner = new JsonScanner();

    @Test
    void theCallerTakesWhatItWantsAndSkipsTheRest() {
        over("{'x':{'model':1,'y':[[],{}]},'model':'m','text':[1],'count':2.9e1,'on':true} ");
        List<String> taken = new ArrayList<>();
        scanner.enter();
        while (scanner.nextMember()) {
            switch (scanner.name(NAMES)) {
                case "model" -> taken.add(scanner.text());
                case "text" -> taken.add("<" + scanner.textOrSkip() + ">");
                case "count" -> taken.add("" + scanner.whole());
                case "on" -> taken.add("" + scanner.flag());
                default -> scanner.skip();
            }
        }
        scanner.finish();
        assertThat(taken).containsExactly("m", "<>", "29", "true");
    }

    @Test
    void aNameIsKnownHoweverItIsSpelled() {
        over("{'\\u006dodel':1,'models':2,'mode':3,'':4,'Model':5}");
        scanner.enter();
        List<String> names = new ArrayList<>();
        while (scanner.nextMember()) {
            names.add(scanner.name() + "=" + scanner.name(NAMES));
            scanner.skip();
        }
        assertThat(names).containsExactly("model=model", "models=", "mode=", "=", "Model=");
    }

    @Test
    void aTextIsKnownHoweverItIsSpelled() {
        over("['error','\\u0065rror','errors','erro','','errör',1,['error'],null,'error']");
        scanner.enter();
        List<Boolean> is = new ArrayList<>();
        while (scanner.nextItem()) {
            is.add(scanner.isText("error"));
        }
        scanner.finish();
        assertThat(is)
                .containsExactly(true, true, false, false, false, false, false, false, false, true);
    }

    @Test
    void itStandsAtAValueAndThenAfterIt() {
        over("[ 'ab' , {} ]");
        scanner.enter();
        assertThat(scanner.nextItem()).isTrue();
        assertThat(scanner.kind()).isEqualTo(JsonKind.STRING);
        assertThat(scanner.at()).isEqualTo(2);
        scanner.skip();
        assertThat(scanner.at()).isEqualTo(6);
        assertThat(scanner.nextItem()).isTrue();
        assertThat(scanner.kind()).isEqualTo(JsonKind.OBJECT);
        assertThat(scanner.at()).isEqualTo(9);
    }

    @Test
    void anotherTextBeginsAnewWhereverTheLastOneFailed() {
        for (int round = 0; round < JsonReader.MAX_DEPTH; round++) {
            over("{'a':[{'b':1,'c':oops}]}");
            assertThat(failure(scanner::skip)).isInstanceOf(Failure.Invalid.class);
        }
        over("{'b':{'b':1}}");
        scanner.skip();
        scanner.finish();
        assertThat(scanner.at()).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{'a':1|it ends too early (line 1, column 7)",
                "{'a':01}|there is something that does not belong there (line 1, column 7)",
                "{'a':1,'\\u0061':2}|a member is given twice: \"a\" (line 1, column 9)",
                "{'\\ud83d':1}|there is something that does not belong there (line 1, column 3)",
                "[1] [|there is text after its end"
            },
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false)
    void aRefusalSaysWhatIsWrongAndWhere(String text, String message) {
        assertThat(failure(() -> JsonReader.read(utf8(quoted(text)))).message())
                .isEqualTo("the body is not valid JSON: " + message);
    }

    @Test
    void whiteSpaceAloneIsEmpty() {
        assertThat(failure(() -> JsonReader.read(utf8(" \n"))).message()).endsWith("it is empty");
    }

    private void over(String text) {
        scanner.over(utf8(quoted(text)));
    }

    private static Failure failure(ThrowingCallable code) {
        FailureException thrown = catchThrowableOfType(FailureException.class, code);
        assertThat(thrown).isNotNull();
        return thrown.failure();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the text with its single quotes doubled. */
    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
