package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.registry.ServerKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The key is removed from errors that are passed on piece by piece, however they are cut. */
class KeyFilterTest {
    private static final String SECRET = "sk-0123456789";
    private static final HiddenKey KEY = HiddenKey.of(Optional.of(new ServerKey(SECRET)));

    @Test
    void aKeyThatIsCutIntoPiecesIsHiddenInAnError() {
        String error = "{\"error\":\"größer, " + SECRET + " or " + SECRET + "\"}";
        String hidden = error.replace(SECRET, "***");
        for (int size = 1; size <= error.length(); size++) {
            assertThat(filtered(KeyFilter.Scope.WHOLE, error, size)).isEqualTo(hidden);
        }
    }

    @Test
    void aLongErrorGoesOnBeforeItHasEnded() {
        KeyFilter filter = new KeyFilter(KEY, KeyFilter.Scope.WHOLE);
        assertThat(filter.next("x".repeat(10_000).getBytes(StandardCharsets.UTF_8)).length)
                .isGreaterThan(9_000);
    }

    @Test
    void ofAStreamOnlyLinesThatTellAnErrorAreChanged() {
        String content = "data: {\"choices\":[{\"delta\":{\"content\":\"" + SECRET + "\"}}]}\n\n";
        String quoted = "data: {\"text\":\"the \\\"error\\\" " + SECRET + "\"}\n\n";
        String error = "data: {\"id\":\"1\",\"error\":{\"message\":\"" + SECRET + "\"}}\r\n\r\n";
        String inChoice = "data: {\"choices\":[{\"error\":{\"message\":\"" + SECRET + "\"}}]}\n\n";
        String called = "event: error\ndata: " + SECRET + "\n\n";
        String line = "{\"error\":\"" + SECRET + "\"}\n";
        String stream = content + error + quoted + inChoice + called + content + line;
        String hidden =
                content
                        + error.replace(SECRET, "***")
                        + quoted
                        + inChoice.replace(SECRET, "***")
                        + called.replace(SECRET, "***")
                        + content
                        + line.replace(SECRET, "***");
        for (int size : new int[] {1, 2, 3, 7, 50, stream.length()}) {
            assertThat(filtered(KeyFilter.Scope.ERROR_LINES, stream, size)).isEqualTo(hidden);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"detail\":\"KEY\"}\n\n",
                "data: {\"detail\":[{\"msg\":\"KEY\"}]}\n\n",
                "data: {\"code\":500,\"message\":\"KEY\"}\n\n",
                "data: {\"message\":\"KEY\"}\n\n",
                "data: {\"errors\":[{\"message\":\"KEY\"}]}\n\n",
                "\ufeffdata: {\"error\":\"KEY\"}\n\n",
                "{\"detail\":\"KEY\"}\n",
                "event: error\ndata: {\ndata: \"message\":\"KEY\"}\n\n",
                "event: error\r\ndata: {\r\ndata: \"message\":\"KEY\"}\r\n\r\n"
            })
    void anErrorOfAnyFormIsChanged(String told) {
        String error = told.replace("KEY", SECRET);
        String content = "data: {\"choices\":[{\"text\":\"" + SECRET + "\"}],\"code\":1}\n\n";
        for (int size : new int[] {1, 3, 1_000}) {
            assertThat(filtered(KeyFilter.Scope.ERROR_LINES, error + content, size))
                    .isEqualTo(error.replace(SECRET, "***") + content);
        }
    }

    @Test
    void aKeyOfThreeLettersIsHiddenToo() {
        KeyFilter filter =
                new KeyFilter(
                        HiddenKey.of(Optional.of(new ServerKey("abc"))),
                        KeyFilter.Scope.ERROR_LINES);
        assertThat(filter.next("{\"error\":\"Bearer abc\"}\n".getBytes(StandardCharsets.UTF_8)))
                .asString()
                .isEqualTo("{\"error\":\"Bearer ***\"}\n");
    }

    @Test
    void aLineGoesOnAsSoonAsItHasEndedAndALongOneBefore() {
        KeyFilter filter = new KeyFilter(KEY, KeyFilter.Scope.ERROR_LINES);
        assertThat(filter.next("data: {}\n\ndata".getBytes(StandardCharsets.UTF_8)))
                .asString()
                .isEqualTo("data: {}\n\n");
        assertThat(filter.next("x".repeat(300_000).getBytes(StandardCharsets.UTF_8)))
                .hasSize(300_004);
    }

    private static String filtered(KeyFilter.Scope scope, String text, int size) {
        KeyFilter filter = new KeyFilter(KEY, scope);
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < all.length; from += size) {
            int to = Math.min(all.length, from + size);
            out.writeBytes(filter.next(Arrays.copyOfRange(all, from, to)));
        }
        out.writeBytes(filter.end());
        return out.toString(StandardCharsets.UTF_8);
    }
}
