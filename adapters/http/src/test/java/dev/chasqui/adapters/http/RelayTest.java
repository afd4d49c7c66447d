package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tests of relayed requests of OpenAI's API, with JSON and with forms. */
class RelayTest {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final int MOST_BODY = 1 << 20;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.startLimited(limits -> limits.withBody(MOST_BODY));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/completions, /v1/completions",
        "/v1/rerank, /v1/rerank",
        "/v1/reranking, /v1/reranking",
        "/rerank, /rerank",
        "/reranking, /reranking",
        "/v1/moderations, /v1/moderations",
        "/v1/audio/speech, /v1/audio/speech",
        "/audio/speech, /v1/audio/speech",
        "/v1/images/generations, /v1/images/generations",
        "/v1/images/edits, /v1/images/edits",
    })
    void aJsonBodyKeepsAllBytesButTheModelsName(String path, String target) throws Exception {
        String body = "{ \"input\":\"/help\", \"model\" : \"alias\",\"x\":1.50}";
        WireMessage answer = RawHttp.post(server.port(), path + "?a=b", body);

        assertThat(answer.status()).isEqualTo(200);
        Forward call = server.backend.nextForwarded();
        assertThat(call.model()).isEqualTo("hello");
        assertThat(call.path()).isEqualTo(target + "?a=b");
        assertThat(call.contentType()).contains("application/json");
        assertThat(text(call))
                .isEqualTo("{ \"input\":\"/help\", \"model\" : \"hello\",\"x\":1.50}");
        assertThat(server.recordOf(answer).operation()).isEqualTo(path);
    }

    @Test
    void theAnswerComesInPieces() throws Exception {
        try (RawHttp client = server.connect()) {
            client.post("/v1/audio/speech", "{\"model\":\"utf8\"}");
            WireMessage head = client.readHead();
            assertThat(head.header("Content-Type")).contains("text/event-stream");
            assertThat(client.readPiece().orElseThrow().text()).isEqualTo("data: ñandú\n\n");
            server.backend.nextForwarded();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/audio/transcriptions", "/audio/translations", "/v1/images/edits"})
    void aSmallFormKeepsAllBytesButTheModelsName(String path) throws Exception {
        String form =
                field("language", "es") + field("model", "alias") + file("RIFF") + "--b--\r\n";
        WireMessage answer = post(path, form);

        assertThat(answer.status()).isEqualTo(200);
        Forward call = server.backend.nextForwarded();
        assertThat(call.model()).isEqualTo("hello");
        assertThat(call.contentType()).contains("multipart/form-data; boundary=b");
        assertThat(text(call)).isEqualTo(form.replace("alias", "hello"));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aLargeFormArrivesWholeInEitherOrder(boolean modelFirst, boolean sized) throws Exception {
        String model = field("model", "alias");
        String file = file("RIFF\r\n--\r\n--a".repeat(20_000));
        String form = (modelFirst ? model + file : file + model) + "--b--\r\n";
        try (RawHttp client = server.connect()) {
            byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
            client.send(head(TRANSCRIPTIONS, sized ? "Content-Length: " + bytes.length : CHUNKED));
            if (sized) {
                client.send(bytes);
            } else {
                sendChunks(client, bytes);
            }
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(text(server.backend.nextForwarded())).isEqualTo(form.replace("alias", "hello"));
    }

    private static final String CHUNKED = "Transfer-Encoding: chunked";

    private static void sendChunks(RawHttp client, byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; from += 50_000) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(from + 50_000, bytes.length));
            client.send(Integer.toHexString(chunk.length) + "\r\n").send(chunk).send("\r\n");
        }
        client.send("0\r\n\r\n");
    }

    @Test
    void aFormWithItsModelFirstMayHaveAnySize() throws Exception {
        String form = field("model", "hello") + file("x".repeat(3 * MOST_BODY)) + "--b--\r\n";
        assertThat(post(TRANSCRIPTIONS, form).status()).isEqualTo(200);
        assertThat(text(server.backend.nextForwarded())).hasSameSizeAs(form);
    }

    @Test
    void aFormWithItsModelLastIsBounded() throws Exception {
        String form = file("x".repeat(3 * MOST_BODY)) + field("model", "hello") + "--b--\r\n";
        WireMessage answer = post(TRANSCRIPTIONS, form);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("send 'model' first");
    }

    @Test
    void aFormNeedsAModel() throws Exception {
        WireMessage answer = post(TRANSCRIPTIONS, file("RIFF") + "--b--\r\n");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"param\":\"model\"", "model is missing");
        assertThat(post(TRANSCRIPTIONS, field("model", " ") + "--b--").status()).isEqualTo(400);
    }

    @Test
    void anUnknownModelIsNotFound() throws Exception {
        assertThat(post(TRANSCRIPTIONS, field("model", "nope") + "--b--").text())
                .contains("model_not_found");
        WireMessage json = RawHttp.post(server.port(), "/v1/moderations", "{\"model\":\"nope\"}");
        assertThat(json.status()).isEqualTo(404);
        assertThat(json.text()).contains("\"code\":\"model_not_found\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"model\":1}", "{\"model\":\"a\",\"model\":\"b\"}"})
    void aJsonBodyThatCannotBeReadIsRefused(String body) throws Exception {
        WireMessage answer = RawHttp.post(server.port(), "/v1/moderations", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"type\":\"invalid_request_error\"");
    }

    @Test
    void aFormWhereJsonIsExpectedIsRefused() throws Exception {
        assertThat(post("/v1/moderations", field("model", "hello") + "--b--").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=\"",
                "multipart/form-data; boundary=b; boundary=c",
                "multipart/form-datax; boundary=b",
                "text/plain"
            })
    void anotherTypeThanAFormsIsRefused(String type) throws Exception {
        WireMessage answer = post(TRANSCRIPTIONS, field("model", "hello") + "--b--", type);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("multipart/form-data");
    }

    @Test
    void aMalformedFormIsRefused() throws Exception {
        assertThat(post(TRANSCRIPTIONS, "--c\r\n").text()).contains("does not begin");
        assertThat(post(TRANSCRIPTIONS, field("model", "hello")).text()).contains("ends before");
        assertThat(post(TRANSCRIPTIONS, "--b\r\nX: " + "y".repeat(1 << 20)).text())
                .contains("too long");
    }

    @Test
    void aLargeFormWithoutAnEndIsRefusedWhileItFlows() throws Exception {
        String form = field("model", "hello") + file("x".repeat(200_000));
        WireMessage answer = post(TRANSCRIPTIONS, form);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("ends before its last boundary");
    }

    @Test
    void aSecondModelBehindAFileIsRefused() throws Exception {
        String form =
                field("model", "hello")
                        + file("x".repeat(200_000))
                        + field("model", "utf8")
                        + "--b--\r\n";
        WireMessage answer = post(TRANSCRIPTIONS, form);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("'model' twice");
    }

    @Test
    void aConnectionServesManyForms() throws Exception {
        try (RawHttp client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                String form = field("model", "hello") + file("x".repeat(100_000)) + "--b--\r\n";
                client.send(head(TRANSCRIPTIONS, "Content-Length: " + form.length())).send(form);
                assertThat(client.readResponse().status()).isEqualTo(200);
                server.backend.nextForwarded();
            }
        }
    }

    private static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(name, value);
    }

    private static String file(String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n"
                + content
                + "\r\n";
    }

    private static String head(String path, String length) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\n"
                + length
                + "\r\n\r\n";
    }

    private static WireMessage post(String path, String form) throws IOException {
        return post(path, form, "multipart/form-data; boundary=b");
    }

    private static WireMessage post(String path, String form, String type) throws IOException {
        try (RawHttp client = server.connect()) {
            return client.request("POST", path, form, new Header("Content-Type", type))
                    .readResponse();
        }
    }

    /** Returns the body of a call as the scripted backend read it. */
    private static String text(Forward call) {
        return new String(((RequestContent.Bytes) call.body()).bytes(), StandardCharsets.UTF_8);
    }
}
