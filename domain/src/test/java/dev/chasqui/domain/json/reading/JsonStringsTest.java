package dev.chasqui.domain.json.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** The end of a run of plain ASCII, at every place within the words that are checked together. */
class JsonStringsTest {
    private static final int LENGTH = 3 * EightBytes.STRIDE + 5;

    @Test
    void eachByteThatIsNotPlainIsFoundWhereverItIs() {
        for (int value = 0; value < 256; value++) {
            boolean plain = value >= ' ' && value != '"' && value != '\\' && value < 0x80;
            for (int at = 0; at < LENGTH; at++) {
                byte[] text = text();
                text[at] = (byte) value;
                assertThat(JsonStrings.special(text, 0, LENGTH))
                        .as("byte %s at %s", value, at)
                        .isEqualTo(plain ? LENGTH : at);
            }
        }
    }

    @Test
    void theFirstOfSeveralIsFound() {
        for (int first = 0; first < 256; first++) {
            for (int second : new int[] {0, ' ', '"', '\\', 0x1F, 0x21, 0x7F, 0x80, 0xFF}) {
                byte[] text = text();
                text[9] = (byte) first;
                text[10] = (byte) second;
                assertThat(JsonStrings.special(text, 0, LENGTH))
                        .as("bytes %s and %s", first, second)
                        .isEqualTo(byOne(text));
            }
        }
    }

    private static byte[] text() {
        byte[] text = new byte[LENGTH];
        Arrays.fill(text, (byte) 'a');
        return text;
    }

    private static int byOne(byte[] text) {
        int i = 0;
        while (i < text.length && text[i] >= ' ' && text[i] != '"' && text[i] != '\\') {
            i++;
        }
        return i;
    }
}
