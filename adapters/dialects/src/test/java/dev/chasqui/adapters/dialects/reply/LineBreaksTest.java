package dev.chasqui.adapters.dialects.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class LineBreaksTest {

    @Test
    void theNextOneIsFoundWhereverItIs() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[random.nextInt(40)];
            random.nextBytes(text);
            int from = random.nextInt(text.length + 1);
            assertThat(LineBreaks.next(text, from, text.length)).isEqualTo(oneByOne(text, from));
        }
    }

    @Test
    void noOtherByteIsTakenForOne() {
        byte[] text = new byte[9];
        for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
            text[3] = (byte) b;
            assertThat(LineBreaks.next(text, 0, text.length)).isEqualTo(oneByOne(text, 0));
        }
    }

    private static int oneByOne(byte[] text, int from) {
        int i = from;
        while (i < text.length && text[i] != '\n' && text[i] != '\r') {
            i++;
        }
        return i;
    }
}
