package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** A client that leaves frees the backend, in every phase. */
class HangUpTest {
    @RegisterExtension static final ClassSettings SETTINGS = new ClassSettings(Setting::with);

    private static final Duration SOON = Duration.ofSeconds(1);

    /** The client that leaves, the way it does, and the backend. */
    record Leaving(Client client, Client backend, boolean stream, boolean reset) {
        void leave(RawHttp http) throws IOException {
            if (reset) {
                http.reset();
            } else {
                http.hangUp();
            }
        }
    }

    static Stream<Leaving> leavings() {
        return Arrays.stream(Client.values())
                .flatMap(
                        client ->
                                Arrays.stream(Client.values())
                                        .flatMap(backend -> leavings(client, backend)));
    }

    private static Stream<Leaving> leavings(Client client, Client backend) {
        return Stream.of(
                new Leaving(client, backend, true, false),
                new Leaving(client, backend, true, true),
                new Leaving(client, backend, false, false),
                new Leaving(client, backend, false, true));
    }

    static Stream<Leaving> leavingsOfStreams() {
        return leavings().filter(Leaving::stream);
    }

    @ParameterizedTest
    @MethodSource("leavings")
    void beforeTheFirstByte(Leaving leaving) throws Exception {
        try (Setting setting = answering(leaving, Answer.stall());
                RawHttp http = setting.connect()) {
            Received asked = ask(leaving, setting, http);

            leaving.leave(http);

            asked.awaitHangUp(SOON);
        }
    }

    @ParameterizedTest
    @MethodSource("leavings")
    void whileTheBackendIsSilentInTheMiddle(Leaving leaving) throws Exception {
        String word = Frames.word(leaving.backend(), "one");
        Answer answer =
                Answer.endless(Frames.contentType(leaving.backend()), Duration.ofMinutes(1), word);
        try (Setting setting = answering(leaving, answer);
                RawHttp http = setting.connect()) {
            Received asked = ask(leaving, setting, http);
            if (leaving.stream()) {
                http.readHead();
                assertThat(http.readPiece()).isPresent();
            }

            leaving.leave(http);

            asked.awaitHangUp(SOON);
        }
    }

    @ParameterizedTest
    @MethodSource("leavingsOfStreams")
    void whileTheBackendTalks(Leaving leaving) throws Exception {
        String word = Frames.word(leaving.backend(), "on and ");
        Answer answer =
                Answer.endless(Frames.contentType(leaving.backend()), Duration.ofMillis(2), word);
        try (Setting setting = answering(leaving, answer);
                RawHttp http = setting.connect()) {
            Received asked = ask(leaving, setting, http);
            http.readHead();
            for (int i = 0; i < 5; i++) {
                assertThat(http.readPiece()).isPresent();
            }

            leaving.leave(http);

            asked.awaitHangUp(SOON);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aReaderThatStopsIsCutAfterTheWriteTimeout(Client client) throws Exception {
        String flood = Frames.word(client, "x".repeat(50_000));
        try (Setting setting = Setting.with(client, "", ",\"server\":{\"writeTimeout\":\"1s\"}");
                RawHttp http = RawHttp.connectWithBuffer(setting.port(), 4096)) {
            setting.backend()
                    .on(
                            "POST",
                            client.path(),
                            Answer.endless(Frames.contentType(client), Duration.ZERO, flood));
            http.post(client.path(), Client.question("Hi", true));
            http.readHead();

            setting.backend().awaitRequest(client.path()).awaitHangUp(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theServerAnswersTheNextAfterOneLeft(Client client) throws Exception {
        try (Setting setting = Setting.with(client)) {
            setting.backend().on("POST", client.path(), Answer.stall());
            try (RawHttp http = setting.connect()) {
                http.post(client.path(), Client.question("Hi", true));
                setting.backend().awaitRequest(client.path());
            }
            setting.backend().on("POST", client.path(), Answer.json(400, "{\"error\":\"no\"}"));

            Reply reply = setting.ask(client, Client.question("Hi", true));

            assertThat(reply.status()).isEqualTo(400);
        }
    }

    private static Setting answering(Leaving leaving, Answer answer) throws IOException {
        Setting setting = SETTINGS.of(leaving.backend());
        setting.backend().on("POST", leaving.backend().path(), answer);
        return setting;
    }

    private static Received ask(Leaving leaving, Setting setting, RawHttp http) throws Exception {
        http.post(leaving.client().path(), Client.question("Hi", leaving.stream()));
        return setting.backend().awaitRequest(leaving.backend().path());
    }
}
