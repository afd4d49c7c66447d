package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The errors that a client gets when a backend fails; no reply is ended as if it were complete. */
class FailureTest {
    private static final String SHORT =
            ",\"timeouts\":{\"firstByte\":\"200ms\",\"idle\":\"200ms\"}";

    @RegisterExtension static final ClassSettings SETTINGS = new ClassSettings(Setting::with);

    /** Settings whose backends are soon taken for silent. */
    @RegisterExtension
    static final ClassSettings HASTY =
            new ClassSettings(backend -> Setting.with(backend, SHORT, ""));

    private static Pair pair;

    @BeforeAll
    static void start() {
        pair = new Pair();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @BeforeEach
    void forget() {
        pair.forget();
    }

    /** One of the ways through the server. */
    record Way(Client client, Client backend, boolean stream) {
        Reply ask(Setting setting) throws IOException {
            return setting.ask(client, Client.question("Hi", stream));
        }
    }

    static Stream<Way> ways() {
        return Arrays.stream(Client.values())
                .flatMap(
                        client ->
                                Arrays.stream(Client.values())
                                        .flatMap(
                                                backend ->
                                                        Stream.of(
                                                                new Way(client, backend, true),
                                                                new Way(client, backend, false))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBackendThatIsDownIsNamedAndItsModelsStayListed(Way way) throws IOException {
        try (Setting setting = Setting.with(way.backend())) {
            assertThat(way.ask(setting).status()).isEqualTo(200);
            setting.backend().close();

            for (int i = 0; i < 3; i++) {
                Reply reply = way.ask(setting);

                assertThat(reply.status()).isEqualTo(502);
                assertThat(reply.error()).contains("'backend'").contains("cannot be reached");
            }
            assertThat(RawHttp.get(setting.port(), "/v1/models").text()).contains("\"tiny\"");
            assertThat(RawHttp.get(setting.port(), "/api/tags").text()).contains("tiny");
            awaitDegraded(setting);
        }
    }

    /** A backend that failed is asked for its models again, in the background. */
    private static void awaitDegraded(Setting setting) throws IOException {
        Polled.until(
                "the health is degraded",
                () -> RawHttp.get(setting.port(), "/health").text().contains("degraded"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBackendThatIsSilentIsWaitedForNoLongerThanItsTimeout(Way way) throws Exception {
        try (Setting setting = HASTY.of(way.backend())) {
            setting.answers(Answer.stall());

            Reply reply = way.ask(setting);

            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.error()).contains("'backend'").contains("0.2 s");
            setting.backend()
                    .awaitRequest(way.backend().path())
                    .awaitHangUp(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aReplyThatBreaksOffHasNoEnd(Way way) throws IOException {
        String words =
                Frames.word(way.backend(), "one ").repeat(2) + Frames.word(way.backend(), "two");
        Answer cut =
                Answer.stream(Frames.contentType(way.backend()), Duration.ZERO, List.of(words))
                        .cutAfter(words.length() - 10);
        Answer cleanEnd =
                Answer.stream(Frames.contentType(way.backend()), Duration.ZERO, List.of(words));
        for (Answer answer : List.of(cut, cut.thenClose(), cleanEnd)) {
            try (Setting setting = SETTINGS.of(way.backend())) {
                setting.answers(answer);

                Reply reply = way.ask(setting);

                brokeOff(way, reply, "broke off");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aReplyThatFallsSilentHasNoEnd(Way way) throws IOException {
        String words = Frames.word(way.backend(), "one ");
        try (Setting setting = HASTY.of(way.backend())) {
            setting.answers(
                    Answer.endless(
                            Frames.contentType(way.backend()), Duration.ofMinutes(1), words));

            Reply reply = way.ask(setting);

            brokeOff(way, reply, "silent");
        }
    }

    private static void brokeOff(Way way, Reply reply, String because) {
        assertThat(reply.error()).contains("'backend'").contains(because);
        assertThat(reply.body()).doesNotContain("[DONE]").doesNotContain("\"done\":true");
        if (way.stream()) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).startsWith("one ");
            assertThat(reply.finish()).isEmpty();
        } else {
            assertThat(reply.status()).isGreaterThanOrEqualTo(502);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsNoAnswerIsABackendsFailure(Way way) throws IOException {
        for (Answer garbage :
                List.of(
                        Answer.garbage("SSH-2.0-x\r\n".getBytes(StandardCharsets.UTF_8)),
                        Answer.whole(200, "text/html", "<html>Hello</html>"),
                        Answer.json(200, "[]"),
                        Answer.json(500, "oh no"),
                        Answer.hangUp())) {
            try (Setting setting = SETTINGS.of(way.backend())) {
                setting.answers(garbage);

                Reply reply = way.ask(setting);

                assertThat(reply.status()).as(reply.body()).isEqualTo(502);
                assertThat(reply.error()).contains("'backend'");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBackendsRefusalIsTheCallersInHisDialect(Way way) throws IOException {
        for (int status : new int[] {400, 404, 413, 422}) {
            try (Setting setting = SETTINGS.of(way.backend())) {
                setting.answers(refusal(way.backend(), status));

                Reply reply = way.ask(setting);

                assertThat(reply.status()).isEqualTo(status);
                assertThat(reply.error()).contains("too long a question");
                assertThat(reply.body().startsWith("{\"error\":{"))
                        .isEqualTo(way.client() == Client.OPENAI);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBackendsWishToWaitIsPassedOnAndHonoured(Way way) throws IOException {
        Answer busy =
                (request, reply) -> {
                    reply.raw(
                            """
                            HTTP/1.1 429 Too Many Requests\r
                            Retry-After: 7\r
                            Content-Type: application/json\r
                            Content-Length: 16\r
                            \r
                            {"error":"busy"}\
                            """
                                    .getBytes(StandardCharsets.UTF_8));
                };
        // The pause would be one for the other tests of a server that is shared.
        try (Setting setting = Setting.with(way.backend())) {
            setting.answers(busy);

            Reply reply = way.ask(setting);

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.wire().header("Retry-After")).contains("7");
            assertThat(reply.error()).contains("busy");
            Reply paused = way.ask(setting);
            assertThat(paused.status()).isEqualTo(503);
            assertThat(paused.wire().header("Retry-After").orElseThrow()).matches("[1-7]");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBackendThatWantsAnotherKeyIsNotTheCallersFault(Way way) throws IOException {
        for (int status : new int[] {401, 403}) {
            try (Setting setting = SETTINGS.of(way.backend())) {
                setting.answers(refusal(way.backend(), status));

                Reply reply = way.ask(setting);

                assertThat(reply.status()).isEqualTo(502);
                assertThat(reply.error()).contains("'backend'");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aStreamWhoseHeadersWereHeldTooLongIsKeptAliveAndEndsWithTheError(Client client)
            throws IOException {
        try (Setting setting =
                Setting.with(
                        client,
                        ",\"timeouts\":{\"firstByte\":\"1s\"}",
                        ",\"server\":{\"holdHeaders\":\"200ms\"}")) {
            setting.answers(Answer.stall());

            Reply reply = setting.ask(client, Client.question("Hi", true));

            assertThat(reply.status()).isEqualTo(200);
            String keepAlive = client == Client.OPENAI ? ": keep-alive" : "\"content\":\"\"";
            assertThat(reply.body().lines().findFirst().orElseThrow()).contains(keepAlive);
            assertThat(reply.error()).contains("'backend'").contains("silent");
            assertThat(reply.body()).doesNotContain("[DONE]").doesNotContain("\"done\":true");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherBackendOfTheModelTakesOverBeforeTheFirstEvent(boolean stream) throws IOException {
        for (Answer failing :
                List.of(
                        Answer.hangUp(),
                        Answer.json(500, "{}"),
                        Answer.json(429, "{\"error\":\"busy\"}"),
                        Answer.json(404, "{\"error\":\"gone\"}"),
                        Answer.stall())) {
            pair.first.on("POST", Client.OPENAI.path(), failing);
            for (Client client : Client.values()) {
                Reply reply = client.ask(pair.port(), Client.question("Hi", stream));

                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("From the second");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void noOtherBackendGoesOnAfterTheFirstEvent(Client client) throws IOException {
        String words = Frames.word(Client.OPENAI, "one ");
        pair.first.on(
                "POST",
                Client.OPENAI.path(),
                Answer.stream("text/event-stream", Duration.ZERO, List.of(words)));

        Reply reply = client.ask(pair.port(), Client.question("Hi", true));

        assertThat(reply.text()).isEqualTo("one ");
        assertThat(reply.error()).contains("'first'");
        assertThat(pair.second.received(Client.OLLAMA.path())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aCallersMistakeIsNotTriedElsewhere(Client client) throws IOException {
        pair.first.on("POST", Client.OPENAI.path(), refusal(Client.OPENAI, 400));

        Reply reply = client.ask(pair.port(), Client.question("Hi", true));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(pair.second.received(Client.OLLAMA.path())).isEmpty();
    }

    /** Returns a config with two backends of one model. */
    private static final class Pair implements AutoCloseable {
        final FakeBackend first = FakeOpenAi.start("tiny");
        final FakeBackend second =
                FakeOllama.start("tiny:latest")
                        .on("POST", "/api/chat", FakeOllama.chat("From the second"));
        private final StartedServer server;

        Pair() {
            String one = StartedServer.backendConfig("first", first, "openai");
            server =
                    StartedServer.of(
                            "{\"routing\":{\"failuresInRow\":1000,\"errorRate\":1},\"backends\":[%s%s},%s]}"
                                    .formatted(
                                            one.substring(0, one.length() - 1),
                                            SHORT,
                                            StartedServer.backendConfig(
                                                    "second", second, "ollama")));
        }

        int port() {
            return server.port();
        }

        void forget() {
            first.forget();
            second.forget();
        }

        @Override
        public void close() {
            server.close();
            first.close();
            second.close();
        }
    }

    private static Answer refusal(Client dialect, int status) {
        return dialect == Client.OPENAI
                ? FakeOpenAi.error(status, "too long a question")
                : FakeOllama.error(status, "too long a question");
    }
}
