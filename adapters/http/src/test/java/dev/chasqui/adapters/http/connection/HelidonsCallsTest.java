package dev.chasqui.adapters.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.RawHttp;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The calls that Helidon's parser makes of its reader, and their order: {@link StrictReader} knows
 * by them which part of a request comes next. If this fails after an update of Helidon, that class
 * must be reviewed.
 */
class HelidonsCallsTest {
    private static final String REQUEST =
            String.join(
                    "\r\n",
                    "POST / HTTP/1.1",
                    "Host: x",
                    "Connection: close",
                    "Transfer-Encoding: chunked",
                    "",
                    "3",
                    "abc",
                    "0",
                    "",
                    "");

    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Test
    void eachPartOfARequestIsReadByItsOwnCalls() throws Exception {
        WebServer server =
                WebServer.builder()
                        .address(InetAddress.getLoopbackAddress())
                        .port(0)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(new Selector())
                        .routing(
                                HttpRouting.builder()
                                        .any(
                                                (req, res) ->
                                                        res.send(req.content().as(byte[].class))))
                        .build()
                        .start();
        try (RawHttp client = RawHttp.connect(server.port())) {
            assertThat(client.send(REQUEST).readResponse().text()).isEqualTo("abc");
        } finally {
            server.stop();
        }
        assertThat(calls)
                .startsWith(
                        "findNewLine",
                        "readBytes(15)",
                        "skip(2)",
                        "startsWithNewLine",
                        "skip(5)",
                        "findNewLine",
                        "skip(2)",
                        "startsWithNewLine",
                        "skip(11)",
                        "findNewLine",
                        "readBytes(6)",
                        "skip(2)",
                        "startsWithNewLine",
                        "findOrNewLine",
                        "skip(1)",
                        "findNewLine",
                        "skip(2)",
                        "startsWithNewLine",
                        "skip(2)",
                        "readLine",
                        "readBuffer(3)",
                        "skip(2)",
                        "readLine",
                        "readLine");
    }

    private final class Selector implements ServerConnectionSelector {
        private final Http1ConnectionSelector http1 =
                Http1ConnectionSelector.builder().config(Http1Config.create()).build();

        @Override
        public ServerConnection connection(ConnectionContext context) {
            DataReader reader = new Recorder(context.serverSocket());
            return http1.connection(
                    new WatchedContext(
                            context, reader, context.dataWriter(), "only", context.router()));
        }

        @Override
        public int bytesToIdentifyConnection() {
            return 0;
        }

        @Override
        public Support supports(BufferData data) {
            return Support.SUPPORTED;
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return Set.of();
        }
    }

    /** Notes the calls from outside, but not those that the reader makes of itself. */
    private final class Recorder extends DataReader {
        private boolean inside;

        @SuppressWarnings("removal")
        Recorder(Supplier<byte[]> client) {
            super(client);
        }

        private <T> T noted(String call, Supplier<T> made) {
            if (inside) {
                return made.get();
            }
            calls.add(call);
            inside = true;
            try {
                return made.get();
            } finally {
                inside = false;
            }
        }

        @Override
        public byte[] readBytes(int count) {
            return noted("readBytes(" + count + ")", () -> super.readBytes(count));
        }

        @Override
        public boolean startsWithNewLine() {
            return noted("startsWithNewLine", super::startsWithNewLine);
        }

        @Override
        public int findNewLine(int most) {
            return noted("findNewLine", () -> super.findNewLine(most));
        }

        @Override
        public int findOrNewLine(byte wanted, int most) {
            return noted("findOrNewLine", () -> super.findOrNewLine(wanted, most));
        }

        @Override
        public String readLine() {
            return noted("readLine", super::readLine);
        }

        @Override
        public BufferData readBuffer(int length) {
            return noted("readBuffer(" + length + ")", () -> super.readBuffer(length));
        }

        @Override
        public BufferData readBuffer() {
            return noted("readBuffer", super::readBuffer);
        }

        @Override
        public void skip(int count) {
            noted(
                    "skip(" + count + ")",
                    () -> {
                        super.skip(count);
                        return calls;
                    });
        }
    }
}
