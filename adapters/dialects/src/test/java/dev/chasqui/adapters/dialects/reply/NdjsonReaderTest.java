package dev.chasqui.adapters.dialects.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class NdjsonReaderTest {
    private final NdjsonReader reader = new NdjsonReader("b", 16);

    @Test
    void aLineKeepsItsLineBreak() {
        assertThat(lines("{}\n[]\r\n")).containsExactly("{}\n", "[]\r\n");
    }

    @Test
    void blankLinesAreSkipped() {
        assertThat(lines("\n{}\n\r\n \t\n[]\n\n")).containsExactly("{}\n", "[]\n");
    }

    @Test
    void aLineThatComesByteForByteIsOneLine() {
        List<String> lines = new ArrayList<>();
        for (byte b : "\"ñ€😀\"\n".getBytes(StandardCharsets.UTF_8)) {
            reader.feed(new byte[] {b}, 0, 1);
            lines.addAll(waiting());
        }

        assertThat(lines).containsExactly("\"ñ€😀\"\n");
    }

    @Test
    void onlyTheGivenRangeIsRead() {
        byte[] bytes = "xx{}\nyy".getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 2, 5);

        assertThat(waiting()).containsExactly("{}\n");
        assertThat(reader.rest()).isNull();
    }

    @Test
    void whatHasNoLineBreakIsTheRest() {
        assertThat(lines("{}\n[1]")).containsExactly("{}\n");
        assertThat(reader.rest()).isEqualTo("[1]".getBytes(StandardCharsets.UTF_8));
        assertThat(reader.rest()).isNull();
    }

    @Test
    void manyLinesAreReadOneAfterTheOther() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            lines.addAll(lines("[" + i + "]\n"));
        }

        assertThat(lines).hasSize(10_000).endsWith("[9999]\n");
    }

    @Test
    void aLineOfTheGreatestLengthIsTaken() {
        assertThat(lines("x".repeat(15) + "\n")).hasSize(1);
    }

    @Test
    void aLineThatIsTooLongIsRefusedBeforeItsEnd() {
        assertThat(Failing.failure(() -> lines("x".repeat(17))))
                .isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void aLineThatIsTooLongIsRefusedWithItsEnd() {
        assertThat(Failing.failure(() -> lines("x".repeat(17) + "\n")))
                .isInstanceOf(Failure.BackendFailed.class);
    }

    private List<String> lines(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length);
        return waiting();
    }

    private List<String> waiting() {
        List<String> lines = new ArrayList<>();
        byte[] line;
        while ((line = reader.next()) != null) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }
}
