package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/** Bodies under {@code /upstream}, which flow from the client's socket to the backend's. */
class FlowingBodiesTest {
    private static final String SMALL = "\"maxBody\":\"1KiB\",\"bodyMemory\":\"4MiB\"";
    private static final String IMPATIENT = "\"readTimeout\":\"300ms\"";
    private static final Charset ASCII = StandardCharsets.US_ASCII;
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final int MUCH = 20_000_000;

    /** The bytes that sockets and our own buffers may hold between a client and a backend. */
    private static final long MOST_ON_ITS_WAY = 40 << 20;

    private static final byte[] MEBIBYTE = new byte[1 << 20];

    @Test
    void theLargestBodyAndTheMemoryOfAllDoNotBoundThem() throws Exception {
        try (ScriptedServer backend = ScriptedServer.start(FlowingBodiesTest::tellLength);
                StartedServer server = StartedServer.of(backend.config(SMALL));
                RawHttp client = RawHttp.connect(server.port())) {
            for (int i = 0; i < 2; i++) {
                client.send(head("Content-Length: " + MUCH)).send(new byte[MUCH]);
                WireMessage answer = client.readResponse();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo(Integer.toString(MUCH));
                assertThat(answer.header("Connection")).isEmpty();

                client.send(head(CHUNKED));
                for (int sent = 0; sent < MUCH; sent += 100_000) {
                    client.send("186a0\r\n").send(new byte[100_000]).send("\r\n");
                }
                client.send("0\r\n\r\n");
                assertThat(client.readResponse().text()).isEqualTo("chunked " + MUCH);
            }
            assertThat(RawHttp.post(server.port(), "/tokenize", "x".repeat(2_000)).status())
                    .as("elsewhere they do")
                    .isEqualTo(413);
        }
    }

    private static void tellLength(ScriptedServer.Request request) throws IOException {
        if (request.head().contains(CHUNKED)) {
            request.answer(200, "chunked " + request.skipChunks());
        } else {
            request.in().skipNBytes(request.length());
            request.answer(200, Long.toString(request.length()));
        }
    }

    @Test
    void aPackedOneGoesOnUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[MUCH]);
        }
        try (ScriptedServer backend = ScriptedServer.start(FlowingBodiesTest::tellLength);
                StartedServer server = StartedServer.of(backend.config(SMALL));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head("Content-Encoding: gzip\r\nContent-Length: " + packed.size()))
                    .send(packed.toByteArray());
            assertThat(client.readResponse().text()).isEqualTo("chunked " + MUCH);

            client.send(head("Content-Encoding: gzip\r\nContent-Length: " + 100_000))
                    .send(new byte[100_000]);
            assertThat(client.readResponse().status()).isEqualTo(400);
        }
    }

    @Test
    void aSmallOneGoesOverAConnectionThatIsThere() throws Exception {
        try (ScriptedServer backend = ScriptedServer.start(FlowingBodiesTest::tellLength);
                StartedServer server = StartedServer.of(backend.config(""));
                RawHttp client = RawHttp.connect(server.port())) {
            for (int i = 0; i < 5; i++) {
                client.send(head("Content-Length: 40000")).send(new byte[40_000]);
                assertThat(client.readResponse().text()).isEqualTo("40000");
            }
            assertThat(backend.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void oneThatMayGoOnIsToldSo() throws Exception {
        try (ScriptedServer backend = ScriptedServer.start(FlowingBodiesTest::tellLength);
                StartedServer server = StartedServer.of(backend.config(""));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head("Expect: 100-continue\r\nContent-Length: " + MUCH));
            assertThat(client.readHead().status()).isEqualTo(100);
            client.send(new byte[MUCH]);
            assertThat(client.readResponse().text()).isEqualTo(Integer.toString(MUCH));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000000000", CHUNKED})
    void anAnswerThatComesBeforeTheEndReachesTheClient(String framing) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer backend =
                        ScriptedServer.start(
                                request -> {
                                    request.answer(413, "too much");
                                    await(over);
                                });
                StartedServer server = StartedServer.of(backend.config(""));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head(framing)).send("5\r\nbegin\r\n").send("5\r\nbegin\r\n");
            WireMessage answer = client.readResponse();
            over.countDown();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).isEqualTo("too much");
            assertThat(answer.header("Connection")).contains("close");
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
            assertThat(RawHttp.get(server.port(), "/upstream/m/x").status()).isEqualTo(413);
        }
    }

    @Test
    void answerAndBodyMayGoOnAtTheSameTime() throws Exception {
        try (ScriptedServer backend =
                        ScriptedServer.start(
                                request -> {
                                    String first = new String(request.chunk(), ASCII);
                                    request.write(
                                            "HTTP/1.1 200 OK\r\n"
                                                    + "Content-Type: text/plain\r\n"
                                                    + "Transfer-Encoding: chunked\r\n\r\n"
                                                    + "3\r\n"
                                                    + first
                                                    + "\r\n");
                                    long rest = request.skipChunks();
                                    request.write("1\r\n" + rest + "\r\n0\r\n\r\n");
                                });
                StartedServer server = StartedServer.of(backend.config(""));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head(CHUNKED) + "3\r\none\r\n");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).isEqualTo("one");
            client.send("5\r\nfives\r\n0\r\n\r\n");
            assertThat(client.readPiece().orElseThrow().text()).isEqualTo("5");
            assertThat(client.readPiece()).isEmpty();
        }
    }

    @Test
    void aClientThatLeavesLeavesTheBackend() throws Exception {
        try (ScriptedServer backend = ScriptedServer.start(FlowingBodiesTest::tellLength);
                StartedServer server = StartedServer.of(backend.config(""));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head(CHUNKED) + "3\r\none\r\n");
            client.hangUp();
            assertOpens(backend.left());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000", CHUNKED})
    void aClientThatIsSilentIsToldAndLeavesTheBackend(String framing) throws Exception {
        try (ScriptedServer backend = ScriptedServer.start(FlowingBodiesTest::tellLength);
                StartedServer server = StartedServer.of(backend.config(IMPATIENT));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head(framing) + "3\r\none\r\n");
            assertThat(client.readResponse().status()).isEqualTo(408);
            assertOpens(backend.left());
        }
    }

    @Test
    void aClientThatFallsSilentUnderItsAnswerIsCutWithoutAWordMore() throws Exception {
        try (ScriptedServer backend =
                        ScriptedServer.start(
                                request -> {
                                    request.write(
                                            String.join(
                                                    "\r\n",
                                                    "HTTP/1.1 200 OK",
                                                    "Content-Type: text/plain",
                                                    "Transfer-Encoding: chunked",
                                                    "",
                                                    "5",
                                                    "begun",
                                                    ""));
                                    request.skipChunks();
                                });
                StartedServer server = StartedServer.of(backend.config(IMPATIENT));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head(CHUNKED) + "3\r\none\r\n");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).isEqualTo("begun");
            assertThat(catchEnd(client)).isInstanceOf(EOFException.class);
            assertOpens(backend.left());
        }
    }

    private static IOException catchEnd(RawHttp client) {
        try {
            throw new AssertionError("it goes on with " + client.readPiece());
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void aMalformedOneIsABadRequestAndLeavesTheBackend() throws Exception {
        try (ScriptedServer backend = ScriptedServer.start(FlowingBodiesTest::tellLength);
                StartedServer server = StartedServer.of(backend.config(""));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head(CHUNKED) + "3\r\none\r\nnonsense\r\n");
            WireMessage answer = client.readResponse();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Connection")).contains("close");
            assertOpens(backend.left());
        }
    }

    @Test
    void aBackendThatGoesInTheMidstIsABadGateway() throws Exception {
        try (ScriptedServer backend =
                        ScriptedServer.start(
                                request -> {
                                    request.chunk();
                                    throw new IOException("gone");
                                });
                StartedServer server = StartedServer.of(backend.config(""));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head(CHUNKED) + "3\r\none\r\n");
            assertThat(client.readResponse().status()).isEqualTo(502);
        }
    }

    @Test
    void aBackendThatStopsReadingHoldsTheClientBack() throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        long much = 100L << 20;
        try (ScriptedServer backend =
                        ScriptedServer.start(
                                request -> {
                                    await(mayRead);
                                    tellLength(request);
                                });
                StartedServer server = StartedServer.of(backend.config(IMPATIENT));
                RawHttp client = RawHttp.connect(server.port())) {
            client.send(head("Content-Length: " + much));
            AtomicLong sent = new AtomicLong();
            FutureTask<Void> sending =
                    new FutureTask<>(
                            () -> {
                                while (sent.get() < much) {
                                    client.send(MEBIBYTE);
                                    sent.addAndGet(MEBIBYTE.length);
                                }
                                return null;
                            });
            Thread.startVirtualThread(sending);
            assertThat(standstill(sent)).isLessThan(MOST_ON_ITS_WAY);

            mayRead.countDown();
            sending.get(30, TimeUnit.SECONDS);
            assertThat(client.readResponse().text()).isEqualTo(Long.toString(much));
        }
    }

    /**
     * Returns the bytes that were sent when none followed for longer than a client may be silent.
     */
    private static long standstill(AtomicLong sent) throws InterruptedException {
        long before = -1;
        for (long now = sent.get(); now != before; now = sent.get()) {
            before = now;
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return before;
    }

    private static String head(String framing) {
        return "POST /upstream/m/audio HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n";
    }

    private static void assertOpens(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
