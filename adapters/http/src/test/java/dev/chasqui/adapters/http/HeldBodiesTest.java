package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Bodies of which each is small enough, and all together would exceed the memory. */
class HeldBodiesTest {
    private static final String COUNTED = "/admin/counted";
    private static final String UNCOUNTED = "/admin/uncounted";
    private static final String STREAMED = "/admin/streamed";
    private static final long MOST = 1_000_000;

    /** The memory for one such body. */
    private static final int LARGE = 200_000;

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final TestServer server = TestServer.startWithBodyMemory(1 << 20);

    @BeforeEach
    void bringRoutes() {
        server.agents.routes =
                List.of(
                        new WebRoute(Method.POST, COUNTED, MOST, this::holdJson),
                        new WebRoute(Method.POST, UNCOUNTED, MOST, true, this::holdJson),
                        new WebRoute(Method.POST, STREAMED, MOST, this::holdStream));
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        server.close();
    }

    private RouteReply holdJson(RouteCall call) {
        int length = call.json().text("text").orElse("").length();
        hold();
        return RouteReply.ok(Json.of(length));
    }

    private RouteReply holdStream(RouteCall call) {
        try {
            int length = call.body().readAllBytes().length;
            hold();
            return RouteReply.ok(Json.of(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hold() {
        held.countDown();
        try {
            assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String document(int length) {
        return "{\"text\":\"" + "x".repeat(length) + "\"}";
    }

    private static String largeAsk() {
        return ask("hello", false) + " ".repeat(LARGE);
    }

    private int chat(String body) throws IOException {
        return RawHttp.post(server.port(), "/v1/chat/completions", body).status();
    }

    /** Asks until there is room, since a body is released after its answer has been sent. */
    private void awaitAnswer(int status, String body) throws IOException {
        Polled.untilPasses(() -> assertThat(chat(body)).isEqualTo(status));
    }

    private static String inChunks(String path, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length())
                + "\r\n"
                + body
                + "\r\n0\r\n\r\n";
    }

    @Test
    void whileOneIsHeldAnotherLargeOneIsToldToComeAgainAndSmallOnesGoOn() throws Exception {
        try (RawHttp holding = server.connect()) {
            holding.post(COUNTED, document(LARGE));
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();

            for (String path : List.of("/v1/chat/completions", "/api/chat", COUNTED)) {
                WireMessage refused = RawHttp.post(server.port(), path, largeAsk());
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isPresent();
                assertThat(refused.text()).contains("server.bodyMemory");
            }
            assertThat(chat(ask("hello", false))).isEqualTo(200);

            mayEnd.countDown();
            assertThat(holding.readResponse().text()).isEqualTo(Integer.toString(LARGE));
            awaitAnswer(200, largeAsk());
        }
    }

    @Test
    void theDeclaredLengthIsReservedBeforeTheBodyComes() throws Exception {
        try (RawHttp half = server.connect()) {
            half.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                            + LARGE
                            + "\r\n\r\n{");
            int status = chat(largeAsk());
            while (status == 200) {
                status = chat(largeAsk());
            }
            assertThat(status).isEqualTo(503);

            half.hangUp();
            while (status == 503) {
                status = chat(largeAsk());
            }
            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void oneThatDoesNotSayHowLongItIsTakesTheRoomOfTheLargestOnceItIsLarge() throws Exception {
        try (RawHttp holding = server.connect();
                RawHttp client = server.connect()) {
            holding.post(COUNTED, document(LARGE));
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            client.send(inChunks("/v1/chat/completions", ask("hello", false)));
            assertThat(client.readResponse().status()).isEqualTo(200);
            client.send(inChunks("/v1/chat/completions", largeAsk()));
            assertThat(client.readResponse().status()).isEqualTo(503);
        }
        mayEnd.countDown();
        for (int i = 0; i < 3; i++) {
            Polled.untilPasses(
                    () -> {
                        try (RawHttp client = server.connect()) {
                            client.send(inChunks(COUNTED, document(LARGE)));
                            assertThat(client.readResponse().text())
                                    .isEqualTo(Integer.toString(LARGE));
                        }
                    });
        }
    }

    @Test
    void bodiesThatAPlugInBoundsAreNotCountedTwice() throws Exception {
        for (String path : List.of(UNCOUNTED, STREAMED)) {
            try (RawHttp holding = server.connect()) {
                holding.post(path, document(LARGE));
                assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
                awaitAnswer(200, largeAsk());
            }
        }
    }

    @Test
    void oneForWhichThereIsNeverRoomIsTooLarge() throws Exception {
        WireMessage told = RawHttp.post(server.port(), "/v1/chat/completions", "x".repeat(400_000));
        assertThat(told.status()).isEqualTo(413);
        assertThat(told.text()).contains("server.bodyMemory");
        try (RawHttp client = server.connect()) {
            client.send(inChunks("/v1/chat/completions", "x".repeat(400_000)));
            WireMessage alike = client.readResponse();
            assertThat(alike.status()).isEqualTo(413);
            assertThat(alike.text()).contains("server.bodyMemory");
        }
    }

    @Test
    void aFailedRequestGivesItsMemoryBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            awaitAnswer(400, "x".repeat(LARGE));
            awaitAnswer(500, ask("bug", false) + " ".repeat(LARGE));
            awaitAnswer(200, ask("breaks", true) + " ".repeat(LARGE));
        }
        awaitAnswer(200, largeAsk());
    }
}
