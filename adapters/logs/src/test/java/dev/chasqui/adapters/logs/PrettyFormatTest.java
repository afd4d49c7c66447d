package dev.chasqui.adapters.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.ZoneOffset;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;

class PrettyFormatTest {
    private final PrettyFormat format = new PrettyFormat(ZoneOffset.ofHours(1));

    @Test
    void aLineHasTimeLevelAndMessage() {
        assertThat(format.format(Records.log(Level.INFO, "ready")))
                .isEqualTo("2026-11-21 06:06:07.089 INFO    ready\n");
        assertThat(format.format(Records.log(Level.SEVERE, "{0} of {1}", "a", "b")))
                .isEqualTo("2026-11-21 06:06:07.089 ERROR   a of b\n");
    }

    @Test
    void fieldsFollowTheMessage() {
        Json.Obj fields =
                Json.Obj.EMPTY
                        .with("id", Json.of("ab-12"))
                        .with("status", Json.of(200))
                        .with("agents", new Json.Arr(List.of(Json.of("a"), Json.of("b"))))
                        .with("reason", Json.of("no \"such\" model"))
                        .with("empty", Json.of(""));

        assertThat(format.format(Records.log(Level.INFO, "exchange", fields)))
                .endsWith(
                        " exchange id=ab-12 status=200 agents=a,b"
                                + " reason=\"no \\\"such\\\" model\" empty=\"\"\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r\n", "\u001b[2J", "\u0000", "\u007f", "\u0085", "\u2028", "\u202e"})
    void valuesOfClientsCannotBeginALineOrControlATerminal(String evil) {
        Json.Obj fields = Json.Obj.EMPTY.with("model", Json.of("a" + evil + "2026 INFO b"));
        LogRecord record = Records.log(Level.INFO, "message " + evil + " end", fields);
        record.setThrown(new IllegalStateException("thrown " + evil + " end"));

        String text = format.format(record);

        assertThat(text.lines().filter(line -> !line.startsWith("    "))).hasSize(1);
        assertThat(text.codePoints().filter(c -> c != '\n' && c != '\t'))
                .allMatch(c -> Character.getType(c) != Character.CONTROL)
                .allMatch(c -> Character.getType(c) != Character.FORMAT)
                .doesNotContain((int) '\u2028');
    }

    @Test
    void aStackTraceIsIndentedBelow() {
        LogRecord record = Records.log(Level.SEVERE, "failed");
        record.setThrown(new IllegalStateException("why", new RuntimeException("deeper")));

        assertThat(format.format(record).lines())
                .startsWith(
                        "2026-11-21 06:06:07.089 ERROR   failed",
                        "    java.lang.IllegalStateException: why")
                .contains("    Caused by: java.lang.RuntimeException: deeper");
    }
}
