package dev.chasqui.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @ParameterizedTest
    @CsvSource({
        "27,\\u001b",
        "10,\\u000a",
        "13,\\u000d",
        "127,\\u007f",
        "155,\\u009b",
        "0x202e,\\u202e",
        "0x2028,\\u2028",
        "0xd800,\\ud800"
    })
    void whatSteersATerminalOrBeginsALineBecomesAnEscape(String codePoint, String escape) {
        String foreign = "a" + Character.toString(Integer.decode(codePoint)) + "b";

        assertThat(Printable.of(foreign)).isEqualTo("a" + escape + "b");
    }

    @Test
    void linesStayLines() {
        assertThat(Printable.lines("a\u001b\nb\r\nc")).isEqualTo("a\\u001b\nb\nc");
    }

    @Test
    void whatCanBeSeenStays() {
        assertThat(Printable.of("plain.jar\tÜber 漢字 🦙")).isEqualTo("plain.jar\tÜber 漢字 🦙");
    }
}
