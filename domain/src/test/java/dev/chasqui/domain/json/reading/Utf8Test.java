package dev.chasqui.domain.json.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

class Utf8Test {

    @Test
    void everyCharacterIsValid() {
        StringBuilder all = new StringBuilder();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        byte[] text = all.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(firstInvalid(text, 0, text.length)).isEqualTo(-1);
    }

    @Test
    void itAgreesWithTheJdkOnRandomBytes() {
        Random random = new Random(7);
        int invalid = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[1 + random.nextInt(5)];
            for (int i = 0; i < text.length; i++) {
                text[i] =
                        (byte) (i == 0 ? 0xC0 + random.nextInt(0x40) : 0x70 + random.nextInt(0x60));
            }
            boolean valid = firstInvalid(text, 0, text.length) < 0;
            assertThat(valid).isEqualTo(validToTheJdk(text));
            invalid += valid ? 0 : 1;
        }
        assertThat(invalid).isBetween(1, 19_999);
    }

    @Test
    void theFirstByteThatDoesNotBelongIsNamed() {
        byte[] text = "twenty ASCII letters".getBytes(StandardCharsets.UTF_8);
        text[17] = (byte) 0x80;
        assertThat(firstInvalid(text, 0, text.length)).isEqualTo(17);
        assertThat(firstInvalid(text, 0, 17)).isEqualTo(-1);
    }

    private static int firstInvalid(byte[] text, int from, int to) {
        for (int i = from; i < to; ) {
            int length = Utf8.lengthAt(text, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    private static boolean validToTheJdk(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
