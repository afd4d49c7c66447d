package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/** Clients that leave, that do not read, and that do not finish their request. */
class DisconnectTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "silent, true, before the first event",
        "silent, false, while a whole reply is made",
        "once-then-silent, true, in the middle of a stream"
    })
    void aClientThatHangsUpCancelsItsExchange(String model, boolean stream, String phase)
            throws Exception {
        try (TestServer server = TestServer.start()) {
            long left;
            try (RawHttp client = server.connect()) {
                client.post("/v1/chat/completions", ask(model, stream));
                server.backend.awaitAsked();
                if (model.equals("once-then-silent")) {
                    assertThat(client.readHead().status()).isEqualTo(200);
                    assertThat(client.readPiece()).isPresent();
                }
                left = System.nanoTime();
                client.hangUp();
            }
            Duration noticed = server.backend.cancelledAfter(left);
            System.out.println("hang-up " + phase + " noticed after " + noticed.toMillis() + " ms");
            assertThat(noticed).isLessThan(SOON);
            assertThat(server.nextRecord().status()).isEqualTo(499);
            assertThat(server.openStreams).hasValue(0);
        }
    }

    @Test
    void aClientThatIsKilledCancelsItsExchange() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.post("/api/chat", ask("silent", true));
            server.backend.awaitAsked();
            long left = System.nanoTime();
            client.reset();
            assertThat(server.backend.cancelledAfter(left)).isLessThan(SOON);
        }
    }

    @Test
    void aClientThatHalfClosesLooksGone() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.post("/api/chat", ask("silent", true));
            server.backend.awaitAsked();
            long left = System.nanoTime();
            client.halfClose();
            assertThat(server.backend.cancelledAfter(left)).isLessThan(SOON);
            assertThat(client.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void aReaderThatStopsIsCut() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withWrite(Duration.ofMillis(300)));
                RawHttp client = RawHttp.connectWithBuffer(server.port(), 8_192)) {
            long asked = System.nanoTime();
            client.post("/v1/chat/completions", ask("endless", true));
            assertThat(server.backend.cancelledAfter(asked)).isLessThan(Duration.ofSeconds(5));
            ExchangeRecord told = server.nextRecord();
            assertThat(told.status()).isEqualTo(499);
            assertThat(told.failure()).hasValueSatisfying(DisconnectTest::saysThatItWasCut);
        }
    }

    @Test
    void aReaderThatLeavesIsNotSaidToBeCut() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.post("/v1/chat/completions", ask("endless", true));
            assertThat(client.readHead().status()).isEqualTo(200);
            client.hangUp();
            assertThat(server.nextRecord().failure()).contains(new Failure.Cancelled());
        }
    }

    private static void saysThatItWasCut(Failure failure) {
        assertThat(failure.code()).isEqualTo("cancelled");
        assertThat(failure.message()).contains("server.writeTimeout").contains("was cut");
    }

    @Test
    void aSlowReaderThatGoesOnReadingIsNotCut() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withWrite(Duration.ofMillis(300)));
                RawHttp client = server.connect()) {
            client.post("/v1/chat/completions", ask("endless", true));
            assertThat(client.readHead().status()).isEqualTo(200);
            for (int i = 0; i < 2_000; i++) {
                assertThat(client.readPiece()).isPresent();
            }
            assertThat(server.backend.isCancelled()).isFalse();
        }
    }

    @Test
    void aHeadThatDoesNotEndIsCut() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withRead(Duration.ofMillis(200)));
                RawHttp client = server.connect()) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: localh");
            var answer = client.readResponse();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("x-request-id")).isPresent();
            assertThat(client.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void aHeadThatBeganBehindAnotherRequestIsCutAsWell() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withRead(Duration.ofMillis(200)));
                RawHttp client = server.connect()) {
            client.send(
                    "GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            + "GET /v1/models HTTP/1.1\r\nHost: localh");
            assertThat(client.readResponse().status()).isEqualTo(200);
            assertThat(client.readResponse().status()).isEqualTo(408);
        }
    }

    @Test
    void aBodyThatDoesNotEndIsCut() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withRead(Duration.ofMillis(200)));
                RawHttp client = server.connect()) {
            client.send(
                    "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
            assertThat(client.readResponse().status()).isEqualTo(408);
            assertThat(client.isClosedWithin(SOON)).isTrue();
            ExchangeRecord told = server.nextRecord();
            assertThat(told.status()).isEqualTo(408);
            assertThat(told.failure())
                    .hasValueSatisfying(
                            failure ->
                                    assertThat(failure.message()).contains("server.readTimeout"));
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsBodyIsTakenAsGone() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.send(
                    "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
            client.hangUp();
            assertThat(server.nextRecord().status()).isEqualTo(499);
        }
    }

    @Test
    void aConnectionWithoutRequestsIsClosedAfterAWhile() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withIdle(Duration.ofMillis(200)));
                RawHttp client = server.connect()) {
            assertThat(client.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void aRequestThatTakesLongToAnswerIsNotTakenForOneThatTakesLongToArrive() throws Exception {
        try (TestServer server =
                        TestServer.startWith(
                                t ->
                                        t.withRead(Duration.ofMillis(100))
                                                .withIdle(Duration.ofMillis(100)));
                RawHttp client = server.connect()) {
            client.post("/v1/chat/completions", ask("slow", false));
            assertThat(client.readResponse().text()).contains("\"content\":\"one\"");
        }
    }
}
