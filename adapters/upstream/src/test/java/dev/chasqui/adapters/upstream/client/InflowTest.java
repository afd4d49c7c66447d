package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a connection, cut into pieces of any size. */
class InflowTest {
    private static final int LIMIT = 100;

    private final List<Integer> rooms = new ArrayList<>();

    private Inflow inflow(String bytes, int piece) {
        byte[] all = bytes.getBytes(ISO_8859_1);
        int[] sent = {0};
        ByteSource source =
                (into, offset, length) -> {
                    rooms.add(length);
                    int count = Math.min(Math.min(piece, length), all.length - sent[0]);
                    if (count == 0) {
                        return -1;
                    }
                    System.arraycopy(all, sent[0], into, offset, count);
                    sent[0] += count;
                    return count;
                };
        return new Inflow(
                source,
                new Deadlines().watch(() -> {}),
                ReadLimit.inAll("a test", Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
    void linesEndWithBothOrWithALineFeed(int piece) throws IOException {
        Inflow inflow = inflow("one\r\n\r\ntw\ro\n\n\r\r\nthree\r\n", piece);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            lines.add(inflow.line(LIMIT));
        }
        assertThat(lines).containsExactly("one", "", "tw\ro", "", "\r", "three");
        assertThatThrownBy(() -> inflow.line(LIMIT)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 1_000})
    void aLineMayNotBeLonger(int piece) throws IOException {
        String longest = "x".repeat(LIMIT);
        assertThat(inflow(longest + "\n", piece).line(LIMIT)).isEqualTo(longest);
        Inflow longer = inflow(longest + "x\n", piece);
        assertThatThrownBy(() -> longer.line(LIMIT)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000})
    void aLineMayBeLongerThanTheBuffer(int piece) throws IOException {
        String line = "y".repeat(5_000);
        String upToTheBuffersEnd = "z".repeat(2_047);
        Inflow inflow = inflow(upToTheBuffersEnd + "\r\n" + line + "\r\n", piece);
        assertThat(inflow.line(10_000)).isEqualTo(upToTheBuffersEnd);
        assertThat(inflow.line(10_000)).isEqualTo(line);
    }

    @Test
    void halfALineIsNone() {
        Inflow inflow = inflow("half", 3);
        assertThatThrownBy(() -> inflow.line(LIMIT)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2_047, 2_048, 2_049, 100_000})
    void moreThanItsBufferHoldsPassesUnchanged(int piece) throws IOException {
        String much = "0123456789abcdef".repeat(2_000);
        Inflow inflow = inflow("first\r\n" + much, piece);
        assertThat(inflow.line(LIMIT)).isEqualTo("first");
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        while (inflow.pass(Long.MAX_VALUE, (b, from, to) -> passed.write(b, from, to - from)) > 0) {
            assertThat(inflow.hasBytes()).isFalse();
        }
        assertThat(passed.toString(ISO_8859_1)).isEqualTo(much);
    }

    @Test
    void whoSendsMuchAtATimeGetsALargerBuffer() throws IOException {
        Inflow inflow = inflow("x".repeat(12_000), 100_000);
        while (inflow.pass(Long.MAX_VALUE, (_, _, _) -> {}) > 0) {
            assertThat(inflow.hasBytes()).isFalse();
        }
        assertThat(rooms).containsExactly(2_048, 8_192, 8_192, 8_192);
    }

    @Test
    void whoSendsLittleAtATimeDoesNot() throws IOException {
        Inflow inflow = inflow("x".repeat(5_000), 2_047);
        while (inflow.pass(Long.MAX_VALUE, (_, _, _) -> {}) > 0) {
            assertThat(inflow.hasBytes()).isFalse();
        }
        assertThat(rooms).containsOnly(2_048);
    }
}
