package dev.chasqui.adapters.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.logging.Level;
import java.util.logging.LogRecord;

class JsonFormatTest {
    private final JsonFormat format = new JsonFormat();

    @Test
    void aLineIsOneObject() {
        assertThat(format.format(Records.log(Level.FINE, "say \"{0}\"\n", "x")))
                .isEqualTo(
                        "{\"time\":\"2026-11-21T05:06:07.089Z\",\"level\":\"debug\","
                                + "\"logger\":\"dev.chasqui.test\","
                                + "\"message\":\"say \\\"x\\\"\\n\"}\n");
    }

    @Test
    void fieldsAreMembersAndReplaceNone() {
        Json.Obj fields =
                Json.Obj.EMPTY.with("status", Json.of(200)).with("level", Json.of("mine"));

        assertThat(format.format(Records.log(Level.WARNING, "exchange", fields)))
                .endsWith(
                        "\"level\":\"warning\",\"logger\":\"dev.chasqui.test\","
                                + "\"message\":\"exchange\",\"status\":200}\n");
    }

    @Test
    void anExceptionIsUnderError() {
        LogRecord record = Records.log(Level.SEVERE, "failed");
        record.setThrown(new IllegalStateException("why"));

        String line = format.format(record);

        assertThat(line)
                .contains(
                        "\"error\":{\"class\":\"java.lang.IllegalStateException\","
                                + "\"message\":\"why\","
                                + "\"stack\":\"java.lang.IllegalStateException: why\\n\\tat ")
                .endsWith("}}\n");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void anErrorWithoutAMessageHasNone() {
        LogRecord record = Records.log(Level.SEVERE, "failed");
        record.setThrown(new IllegalStateException());

        assertThat(format.format(record))
                .contains("\"error\":{\"class\":\"java.lang.IllegalStateException\",\"stack\":");
    }
}
