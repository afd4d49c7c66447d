package dev.chasqui.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chasqui.benchmarks.mock.AudioSink;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class AudioFormTest {
    @Test
    void aWholeFormIsSentAndAnswered() throws IOException {
        AudioForm form = new AudioForm("bench", 1_000_001);
        AtomicInteger pieces = new AtomicInteger();

        try (AudioSink sink = AudioSink.start()) {
            OneAnswer answer =
                    form.send(sink.port(), Duration.ofSeconds(10), pieces::incrementAndGet);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(new String(answer.body(), US_ASCII))
                    .isEqualTo("{\"text\":\"" + form.bodyLength() + " bytes\"}");
        }
        assertThat(pieces).hasValue(16);
    }

    @Test
    void aSinkListsItsModel() throws IOException {
        try (AudioSink sink = AudioSink.start()) {
            RawRequest ask =
                    RawRequest.get(sink.port(), "/v1/models", new RawRequest.Holds("\"bench\""));

            assertThat(OneAnswer.of(ask, Duration.ofSeconds(10)).fits(ask.expected())).isTrue();
        }
    }
}
