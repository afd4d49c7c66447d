package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies that are sent to routes of plug-ins, and clients that leave or stop meanwhile. */
class UploadTest {
    private static final String PATH = "/admin/documents";

    private static void bring(TestServer server, long most, WebRoute.Handler handler) {
        server.agents.routes = List.of(new WebRoute(Method.POST, PATH, most, handler));
    }

    private static String head(String framing) {
        return "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n";
    }

    private static RouteReply length(RouteCall call) {
        try {
            return RouteReply.ok(Json.of(call.body().readAllBytes().length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RouteReply lengthOfText(RouteCall call) {
        return RouteReply.ok(Json.of(call.json().text("text").orElse("").length()));
    }

    @Test
    void aRouteMayTakeMoreThanTheServerTakesElsewhere() throws Exception {
        try (TestServer server = TestServer.startLimited(limits -> limits.withBody(1_000))) {
            bring(server, 40_000_000, UploadTest::lengthOfText);
            String text = "x".repeat(30_000_000);
            WireMessage answer = RawHttp.post(server.port(), PATH, "{\"text\":\"" + text + "\"}");
            assertThat(answer.text()).isEqualTo("30000000");
        }
    }

    @Test
    void itsLimitIsNamedToOneWhoSendsMore() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            bring(server, 1_000, UploadTest::length);
            assertThat(RawHttp.post(server.port(), PATH, "x".repeat(1_000)).text())
                    .isEqualTo("1000");
            WireMessage told = RawHttp.post(server.port(), PATH, "x".repeat(1_001));
            assertThat(told.status()).isEqualTo(413);
            assertThat(told.text()).contains("1000 bytes");
            client.send(
                    head("Transfer-Encoding: chunked")
                            + ("100\r\n" + "x".repeat(256) + "\r\n").repeat(4));
            assertThat(client.readResponse().status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyThatIsNoObjectIsABadRequest() throws Exception {
        try (TestServer server = TestServer.start()) {
            bring(server, 1_000, UploadTest::lengthOfText);
            for (String body : List.of("[1]", "{\"text\":", "")) {
                WireMessage answer = RawHttp.post(server.port(), PATH, body);
                assertThat(answer.status()).isEqualTo(400);
            }
        }
    }

    @Test
    void oneWhoReadsAsMuchAsWasToldLeavesTheConnectionOpen() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            bring(
                    server,
                    100_000,
                    call -> {
                        try {
                            return RouteReply.ok(Json.of(call.body().readNBytes(70_000).length));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            for (int i = 0; i < 3; i++) {
                client.request("POST", PATH, "x".repeat(70_000));
                WireMessage answer = client.readResponse();
                assertThat(answer.text()).isEqualTo("70000");
                assertThat(answer.header("Connection")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40000, 40100",
        "40000, 8192",
        "40000, 1000",
        "200000, 70000",
        "200000, 33333",
        "9000, 1"
    })
    void aBodyComesUnchangedInPiecesOfAnySize(int length, int piece) throws Exception {
        String body = numbered(length);
        String requests = (head("Content-Length: " + length) + body).repeat(2);
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            bring(server, length, UploadTest::echo);
            for (int i = 0; i < requests.length(); i += piece) {
                client.send(requests.substring(i, Math.min(i + piece, requests.length())));
            }
            for (int i = 0; i < 2; i++) {
                WireMessage answer = client.readResponse();
                assertThat(answer.text()).isEqualTo('"' + body + '"');
                assertThat(answer.header("Connection")).isEmpty();
            }
        }
    }

    /** A text that states the position within it. */
    private static String numbered(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> i + " ")
                .collect(Collectors.joining())
                .substring(0, length);
    }

    private static RouteReply echo(RouteCall call) {
        try {
            return RouteReply.ok(Json.of(new String(call.body().readAllBytes(), UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theTimeOfTheWorkOnABodyIsNotTheClients() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withRead(Duration.ofMillis(100)));
                RawHttp client = server.connect()) {
            bring(
                    server,
                    1_000_000,
                    call -> {
                        CountDownLatch cut = new CountDownLatch(1);
                        var _ = call.cancellation().onCancel(cut::countDown);
                        assertThat(await(cut, Duration.ofMillis(500))).isFalse();
                        return length(call);
                    });
            client.request("POST", PATH, "x".repeat(500_000));
            assertThat(client.readResponse().text()).isEqualTo("500000");
        }
    }

    @Test
    void aClientThatStopsInTheMiddleIsToldSo() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withRead(Duration.ofMillis(200)));
                RawHttp client = server.connect()) {
            bring(server, 1_000, UploadTest::length);
            client.send(head("Content-Length: 100") + "x");
            assertThat(client.readResponse().status()).isEqualTo(408);
            assertThat(server.nextRecord().status()).isEqualTo(408);
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsBodyGivesUpItsCall() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            CountDownLatch givenUp = new CountDownLatch(1);
            bring(
                    server,
                    1_000,
                    call -> {
                        var _ = call.cancellation().onCancel(givenUp::countDown);
                        return length(call);
                    });
            client.send(head("Content-Length: 100") + "x");
            client.hangUp();
            assertThat(server.nextRecord().status()).isEqualTo(499);
            assertThat(givenUp.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientThatLeavesDuringTheWorkGivesUpItsCall() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            CountDownLatch read = new CountDownLatch(1);
            CountDownLatch givenUp = new CountDownLatch(1);
            bring(
                    server,
                    1_000_000,
                    call -> {
                        var _ = call.cancellation().onCancel(givenUp::countDown);
                        RouteReply reply = length(call);
                        read.countDown();
                        assertThat(await(givenUp, Duration.ofSeconds(5))).isTrue();
                        return reply;
                    });
            client.request("POST", PATH, "x".repeat(500_000));
            assertThat(read.await(5, TimeUnit.SECONDS)).isTrue();
            client.hangUp();
            assertThat(givenUp.await(2, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean await(CountDownLatch latch, Duration most) {
        try {
            return latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
