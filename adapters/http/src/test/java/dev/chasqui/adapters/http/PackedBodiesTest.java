package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;

import dev.chasqui.application.port.Forward;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Bodies that are packed, as their {@code Content-Encoding} states. */
class PackedBodiesTest {
    private static final TestServer SERVER = TestServer.startLimited(l -> l.withBody(1_000_000));
    private static final String CHAT = "/v1/chat/completions";
    private static final byte[] ASK = ask("hello", false).getBytes(UTF_8);

    /** A head of gzip with an additional field, a name, a comment and a checksum of the head. */
    private static final byte[] RICH_HEAD = {
        0x1F, (byte) 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0, 1, 2
    };

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zstd(byte[] body) {
        return Zstd.compress(body);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static byte[] cut(byte[] bytes, int less) {
        return Arrays.copyOf(bytes, bytes.length - less);
    }

    private static byte[] spoilt(byte[] bytes, int fromEnd) {
        byte[] spoilt = bytes.clone();
        spoilt[spoilt.length - fromEnd] ^= 1;
        return spoilt;
    }

    private static WireMessage post(String path, String coding, byte[] body) throws IOException {
        try (RawHttp client = SERVER.connect()) {
            return post(client, path, coding, body);
        }
    }

    private static WireMessage post(RawHttp client, String path, String coding, byte[] body)
            throws IOException {
        return client.send(
                        joined(
                                (head(path, coding) + "Content-Length: " + body.length + "\r\n\r\n")
                                        .getBytes(UTF_8),
                                body))
                .readResponse();
    }

    private static String head(String path, String coding) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: "
                + coding
                + "\r\n";
    }

    record Packed(String coding, byte[] body) {
        @Override
        public String toString() {
            return coding + ", " + body.length + " bytes";
        }
    }

    static Stream<Packed> wellFormed() {
        byte[] half = gzip(Arrays.copyOf(ASK, 20));
        byte[] rest = gzip(Arrays.copyOfRange(ASK, 20, ASK.length));
        byte[] plain = gzip(ASK);
        return Stream.of(
                new Packed("identity", ASK),
                new Packed("Identity, identity", ASK),
                new Packed("gzip", plain),
                new Packed("x-gzip", plain),
                new Packed("GZIP", plain),
                new Packed("identity, gzip", plain),
                new Packed("gzip", joined(half, rest)),
                new Packed("gzip", joined(RICH_HEAD, Arrays.copyOfRange(plain, 10, plain.length))),
                new Packed("zstd", zstd(ASK)),
                new Packed("zstd", joined(zstd(Arrays.copyOf(ASK, 9)), zstd(rest(ASK, 9)))));
    }

    private static byte[] rest(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void areUnpackedAndTheConnectionGoesOn(Packed packed) throws Exception {
        try (RawHttp client = SERVER.connect()) {
            for (int i = 0; i < 2; i++) {
                WireMessage answer = post(client, CHAT, packed.coding(), packed.body());
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).contains("hello world");
            }
        }
    }

    @Test
    void mayComeInChunks() throws Exception {
        for (Packed packed :
                List.of(new Packed("gzip", gzip(ASK)), new Packed("zstd", zstd(ASK)))) {
            StringBuilder chunks = new StringBuilder();
            for (byte one : packed.body()) {
                chunks.append("1\r\n").append((char) (one & 0xFF)).append("\r\n");
            }
            String request =
                    head(CHAT, packed.coding())
                            + "Transfer-Encoding: chunked\r\n\r\n"
                            + chunks
                            + "0\r\n\r\n";
            try (RawHttp client = SERVER.connect()) {
                client.send(request.getBytes(ISO_8859_1));
                assertThat(client.readResponse().text()).contains("hello world");
            }
        }
    }

    @Test
    void mayBeLargeAsLongAsTheyAreWithinTheBound() throws Exception {
        byte[] noise = new byte[600_000];
        new Random(1).nextBytes(noise);
        SERVER.agents.routes =
                List.of(
                        new WebRoute(
                                Method.POST,
                                "/admin/length",
                                1_000_000,
                                call -> {
                                    assertThat(call.length()).isEmpty();
                                    try (var body = call.body()) {
                                        return RouteReply.ok(Json.of(body.readAllBytes().length));
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                }));
        for (Packed packed :
                List.of(
                        new Packed("gzip", gzip(noise)),
                        new Packed("gzip", gzip(new byte[600_000])),
                        new Packed("zstd", zstd(noise)))) {
            assertThat(post("/admin/length", packed.coding(), packed.body()).text())
                    .isEqualTo("600000");
        }
        byte[] spaces = " ".repeat(900_000).getBytes(UTF_8);
        assertThat(post(CHAT, "gzip", gzip(joined(ASK, spaces))).status()).isEqualTo(200);
        assertThat(post(CHAT, "zstd", zstd(joined(ASK, spaces))).status()).isEqualTo(200);
    }

    @Test
    void goUnpackedToAModelsServer() throws Exception {
        for (Packed packed :
                List.of(new Packed("gzip", gzip(ASK)), new Packed("zstd", zstd(ASK)))) {
            WireMessage answer = post("/upstream/hello/x", packed.coding(), packed.body());
            assertThat(answer.status()).isEqualTo(200);
            Forward call = SERVER.backend.nextForwarded();
            assertThat(call.body().open()).hasBinaryContent(ASK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"br", "deflate", "compress", "gzip, gzip", "zstd, gzip", "*", "gzip;q=1"})
    void inAWayThatIsNotKnownAreToldWhichAre(String coding) throws Exception {
        WireMessage answer = post(CHAT, coding, gzip(ASK));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept-Encoding")).contains("gzip, zstd");
        assertThat(answer.text()).contains("Content-Encoding", "gzip, zstd");
        assertThat(answer.header("Connection")).contains("close");
    }

    static Stream<Packed> malformed() {
        byte[] gzip = gzip(ASK);
        byte[] zstd = zstd(ASK);
        return Stream.of(
                new Packed("gzip", ASK),
                new Packed("gzip", zstd),
                new Packed("gzip", cut(gzip, 1)),
                new Packed("gzip", cut(gzip, 20)),
                new Packed("gzip", Arrays.copyOf(gzip, 5)),
                new Packed("gzip", spoilt(gzip, 1)),
                new Packed("gzip", spoilt(gzip, 6)),
                new Packed("gzip", spoilt(gzip, gzip.length - 2)),
                new Packed("gzip", spoilt(gzip, gzip.length - 10)),
                new Packed("gzip", joined(gzip, new byte[1])),
                new Packed("gzip", joined(gzip, ASK)),
                new Packed("gzip", joined(gzip, Arrays.copyOf(gzip, 12))),
                new Packed("zstd", ASK),
                new Packed("zstd", gzip),
                new Packed("zstd", cut(zstd, 1)),
                new Packed("zstd", cut(zstd, 20)),
                new Packed("zstd", joined(zstd, new byte[1])),
                new Packed("zstd", joined(zstd, ASK)),
                new Packed("zstd", farBack()));
    }

    /** Returns a body packed with a larger window than a recipient must accept. */
    private static byte[] farBack() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
            out.setLong(27);
            out.write(ASK);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void thatAreMalformedAreABadRequest(Packed packed) throws Exception {
        WireMessage answer = post(CHAT, packed.coding(), packed.body());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(packed.coding(), "Content-Encoding");
    }

    @Test
    void thatUnpackToMoreThanTheBoundAreTooLarge() throws Exception {
        byte[] bomb = new byte[200_000_000];
        for (Packed packed :
                List.of(new Packed("gzip", gzip(bomb)), new Packed("zstd", zstd(bomb)))) {
            assertThat(packed.body().length).isLessThan(1_000_000);
            assertThat(post(CHAT, packed.coding(), packed.body()).status()).isEqualTo(413);
        }
    }
}
