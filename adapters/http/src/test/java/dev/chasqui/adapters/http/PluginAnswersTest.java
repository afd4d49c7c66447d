package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.testing.Piece;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The answers of plug-ins' routes in all their forms, as clients see them. */
class PluginAnswersTest {
    private static final String PATH = "/admin/thing";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void answer(RouteReply reply) {
        server.agents.routes = List.of(new WebRoute(Method.GET, PATH, _ -> reply));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bytesGoOutWithTheirTypeStatusAndHeaders() throws Exception {
        answer(
                RouteReply.bytes(404, "text/html; charset=utf-8", bytes("<p>gone</p>"))
                        .with("ETag", "\"7\""));

        WireMessage answer = RawHttp.get(server.port(), PATH);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("content-type")).contains("text/html; charset=utf-8");
        assertThat(answer.header("content-length")).contains("11");
        assertThat(answer.header("etag")).contains("\"7\"");
        assertThat(answer.text()).isEqualTo("<p>gone</p>");
    }

    @Test
    void jsonMayHaveAnyStatus() throws Exception {
        answer(RouteReply.json(409, Json.of("taken")));

        WireMessage answer = RawHttp.get(server.port(), PATH);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.text()).isEqualTo("\"taken\"");
    }

    @Test
    void anAnswerWithoutABodyLeavesTheConnectionUsable() throws Exception {
        answer(RouteReply.empty());

        try (RawHttp client = server.connect()) {
            WireMessage first = client.request("GET", PATH, "").readResponse();
            assertThat(first.status()).isEqualTo(204);
            assertThat(first.header("content-type")).isEmpty();
            assertThat(client.request("GET", PATH, "").readResponse().status()).isEqualTo(204);
        }
    }

    @Test
    void aStreamIsSentAsItIsMade() throws Exception {
        var stream = new ScriptedStream();
        answer(RouteReply.stream("text/event-stream", stream));

        try (RawHttp client = server.connect()) {
            stream.send("data: 1\n\n");
            WireMessage head = client.request("GET", PATH, "").readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).contains("text/event-stream");
            assertThat(client.readPiece().map(Piece::text)).contains("data: 1\n\n");

            stream.send("data: 2\n\n");
            assertThat(client.readPiece().map(Piece::text)).contains("data: 2\n\n");
            assertThat(server.agents.inside).as("the stream holds its generation").hasValue(1);

            stream.end();
            assertThat(client.readPiece()).isEmpty();
        }
        stream.awaitClosed();
        server.agents.awaitInside(0);
    }

    @Test
    void aStreamThatFailsIsNoWholeAnswer() throws Exception {
        var stream = new ScriptedStream();
        answer(RouteReply.stream("text/plain", stream));

        try (RawHttp client = server.connect()) {
            stream.send("half");
            client.request("GET", PATH, "").readHead();
            assertThat(client.readPiece().map(Piece::text)).contains("half");

            stream.fail();
            assertThat(client.isClosedWithin(Duration.ofSeconds(10))).isTrue();
        }
        stream.awaitClosed();
    }

    @Test
    void aStreamThatFailsAtOnceIsAPlainError() throws Exception {
        var stream = new ScriptedStream();
        stream.fail();
        answer(RouteReply.stream("text/plain", stream));

        WireMessage answer = RawHttp.get(server.port(), PATH);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("no more of it");
        stream.awaitClosed();
    }

    @Test
    void aClientThatLeavesClosesTheStream() throws Exception {
        var stream = new ScriptedStream();
        server.agents.routes =
                List.of(
                        new WebRoute(
                                Method.GET,
                                PATH,
                                call -> {
                                    call.cancellation().onCancel(stream::fail);
                                    return RouteReply.stream("text/plain", stream);
                                }));

        try (RawHttp client = server.connect()) {
            stream.send("half");
            client.request("GET", PATH, "").readHead();
            assertThat(client.readPiece()).isPresent();
            client.hangUp();
        }

        stream.awaitClosed();
        server.agents.awaitInside(0);
    }

    @Test
    void aRequestForTheHeadAloneGetsItAndClosesTheStream() throws Exception {
        var stream = new ScriptedStream();
        answer(RouteReply.stream("text/event-stream", stream));

        try (RawHttp client = server.connect()) {
            WireMessage head = client.request("HEAD", PATH, "").readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).contains("text/event-stream");
        }
        stream.awaitClosed();
    }

    @Test
    void anAnswerThatCannotBeSentIsAnErrorOfTheServer() throws Exception {
        server.agents.routes =
                List.of(new WebRoute(Method.GET, PATH, _ -> RouteReply.json(99, Json.Obj.EMPTY)));

        assertThat(RawHttp.get(server.port(), PATH).status()).isEqualTo(500);
    }

    /** A stream whose pieces a test adds one by one. */
    private static final class ScriptedStream implements Pull<byte[]> {
        private final BlockingQueue<Supplier<Optional<byte[]>>> steps = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        void send(String piece) {
            steps.add(() -> Optional.of(piece.getBytes(StandardCharsets.UTF_8)));
        }

        void end() {
            steps.add(Optional::empty);
        }

        void fail() {
            steps.add(
                    () -> {
                        throw new FailureException(new Failure.NotFound("there is no more of it"));
                    });
        }

        @Override
        public byte @Nullable [] next() {
            try {
                Supplier<Optional<byte[]>> step = steps.poll(10, TimeUnit.SECONDS);
                return Objects.requireNonNull(step, "a step in time").get().orElse(null);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }

        void awaitClosed() throws InterruptedException {
            assertThat(closed.await(10, TimeUnit.SECONDS)).as("closed").isTrue();
        }
    }
}
