package dev.chasqui.cli.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

@Timeout(30)
class SentFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a file that has grown"})
    void asManyBytesAreSentAsWereThereWhenItWasOpened(String text) throws Exception {
        int length = Math.min(text.length(), 6);
        try (FakeBackend server = answering();
                SentFile file = new SentFile(bytes(text), length)) {
            send(file, server);

            assertThat(server.received("/").getFirst().message().text())
                    .isEqualTo(text.substring(0, length));
            assertThat(file.failure()).isEmpty();
        }
    }

    @Test
    void aDiskThatFailsIsNotTheServersFault() throws Exception {
        InputStream failing =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Input/output error");
                    }

                    @Override
                    public int read(byte[] bytes, int from, int count) throws IOException {
                        return read();
                    }
                };
        try (FakeBackend server = answering();
                SentFile file = new SentFile(new SequenceInputStream(bytes("abc"), failing), 100)) {
            assertThatThrownBy(() -> send(file, server)).isInstanceOf(CommandFailure.class);
            assertThat(file.failure()).get().asString().contains("Input/output error");
        }
    }

    @Test
    void aFileThatIsCutMeanwhileIsNotTheServersFault() throws Exception {
        try (FakeBackend server = answering();
                SentFile file = new SentFile(bytes("abc"), 100)) {
            assertThatThrownBy(() -> send(file, server)).isInstanceOf(CommandFailure.class);
            assertThat(file.failure()).get().asString().contains("shorter");
        }
    }

    private static FakeBackend answering() {
        return FakeBackend.start().on("POST", "/", Answer.json(200, "{}"));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(SentFile file, FakeBackend server) throws InterruptedException {
        try (ServerClient client = new ServerClient(server.url(), Optional.empty())) {
            client.post("/", "text/plain", file.body(), Duration.ofSeconds(10));
        }
    }
}
