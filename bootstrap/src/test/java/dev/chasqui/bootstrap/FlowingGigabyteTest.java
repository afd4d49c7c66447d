package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.exchange.ScriptedServer;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A body that is many times larger than the server's whole heap. */
class FlowingGigabyteTest {
    private static final long GIGABYTE = 1L << 30;
    private static final byte[] PIECE = new byte[1 << 20];

    @Test
    void aGigabytePassesThroughAHeapOf64Megabytes(@TempDir Path folder) throws Exception {
        try (ScriptedServer backend =
                        ScriptedServer.start(
                                request -> {
                                    request.in().skipNBytes(request.length());
                                    request.answer(200, "took " + request.length());
                                });
                LaunchedServer server =
                        LaunchedServer.launchWithHeap("64m", folder, backend.config(""));
                RawHttp client = RawHttp.connect(server.awaitPort())) {
            client.send(
                    "POST /upstream/m/v1/audio/transcriptions HTTP/1.1\r\n"
                            + "Host: localhost\r\n"
                            + "Content-Type: audio/wav\r\n"
                            + "Content-Length: "
                            + GIGABYTE
                            + "\r\n\r\n");
            for (long sent = 0; sent < GIGABYTE; sent += PIECE.length) {
                client.send(PIECE);
            }
            assertThat(client.readResponse().text()).isEqualTo("took " + GIGABYTE);
        }
    }

    @Test
    void aFormPassesThroughAHeapOf64MegabytesWithAnotherModelsName(@TempDir Path folder)
            throws Exception {
        String begin =
                "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nalias\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\""
                        + "\r\n\r\n";
        String end = "\r\n--b--\r\n";
        long length = begin.length() + GIGABYTE / 4 + end.length();
        try (ScriptedServer backend =
                        ScriptedServer.start(
                                request -> {
                                    byte[] first = request.in().readNBytes(begin.length() - 4);
                                    request.in().skipNBytes(request.length() - first.length);
                                    request.answer(
                                            200,
                                            new String(first, StandardCharsets.US_ASCII)
                                                    + request.length());
                                });
                LaunchedServer server =
                        LaunchedServer.launchWithHeap(
                                "64m",
                                folder,
                                backend.config(
                                        "\"maxBody\":\"1KiB\"},\"models\":{"
                                                + "\"aliases\":{\"alias\":\"m\"}"));
                RawHttp client = RawHttp.connect(server.awaitPort())) {
            client.send(
                    "POST /v1/audio/transcriptions HTTP/1.1\r\n"
                            + "Host: localhost\r\n"
                            + "Content-Type: multipart/form-data; boundary=b\r\n"
                            + "Content-Length: "
                            + length
                            + "\r\n\r\n");
            client.send(begin);
            for (long sent = 0; sent < GIGABYTE / 4; sent += PIECE.length) {
                client.send(PIECE);
            }
            client.send(end);
            assertThat(client.readResponse().text())
                    .isEqualTo(begin.replace("alias", "m") + (length - 4));
        }
    }
}
