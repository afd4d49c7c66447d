package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is wrong with a request is said in the caller's dialect, and no backend is asked. */
class BadRequestsTest {

    @ParameterizedTest
    @EnumSource(Client.class)
    void aRepeatedMemberIsRefusedAtEveryLevel(Client client) throws IOException {
        refused(client, Client.question("Hi", true, "\"model\":\"other\""), "model");
        refused(client, Client.question("Hi", true, "\"x\":{\"a\":1,\"a\":2}"), "given twice");
        String twice = "[{\"role\":\"user\",\"content\":\"Hi\",\"content\":\"/x\"}]";
        refused(client, Client.conversation(twice, true), "content");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aMemberOfAMessageThatIsOfAnotherKindIsNamed(Client client) throws IOException {
        String start = "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":";
        refused(client, Client.conversation(start + "5}]", true), "messages[1].role: 5");
        refused(
                client,
                Client.conversation(start + "\"user\",\"content\":5}]", true),
                "messages[1].content: 5");
        refused(
                client,
                Client.conversation(start + "\"assistant\",\"tool_calls\":{}}]", true),
                "messages[1].tool_calls");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aBodyCutInHalfACharacterIsRefused(Client client) throws IOException {
        byte[] whole = Client.question("Grüße", false).getBytes(StandardCharsets.UTF_8);
        int umlaut = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\u00c3');
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(whole, 0, umlaut + 1);
        ByteArrayOutputStream mended = new ByteArrayOutputStream();
        mended.writeBytes(cut.toByteArray());
        mended.write(whole, umlaut + 2, whole.length - umlaut - 2);
        try (Setting setting = Setting.with(client)) {
            for (byte[] body : new byte[][] {cut.toByteArray(), mended.toByteArray()}) {
                Reply reply = new Reply(client, postBytes(setting, client, body));

                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.error()).contains("byte " + umlaut).contains("UTF-8");
            }
            assertThat(setting.questions()).isZero();
        }
    }

    private static WireMessage postBytes(Setting setting, Client client, byte[] body)
            throws IOException {
        try (RawHttp http = setting.connect()) {
            String head =
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                            .formatted(client.path(), body.length);
            return http.send(head).send(body).readResponse();
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void whatIsNoJsonIsRefused(Client client) throws IOException {
        String good = Client.question("Hi", true);
        refused(client, good.substring(0, good.length() - 1), "not valid JSON");
        refused(client, good + "x", "not valid JSON");
        refused(client, good + good, "text after its end");
        refused(client, "[" + good + "]", "expected an object");
        refused(client, "null", "expected an object");
        refused(client, "{'model':'tiny'}", "not valid JSON");
        refused(client, Client.question("a\u0001b", true), "not valid JSON");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void nestingWithoutEndIsRefused(Client client) throws IOException {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        refused(client, Client.question("Hi", true, "\"x\":" + deep), "nested deeper than");
        refused(client, Client.conversation(deep, true), "nested deeper than");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aMemberOfAnotherTypeIsNamed(Client client) throws IOException {
        refused(
                client,
                "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}",
                "model");
        refused(client, Client.conversation("\"Hi\"", true), "messages");
        refused(client, Client.conversation("[7]", true), "messages[0]");
        refused(client, Client.question("Hi", true, "\"tools\":{}"), "tools");
        refused(client, Client.question("Hi", true, "\"agents\":\"rag\""), "agents");
        refused(client, Client.question("Hi", true, "\"agents\":[7]"), "agents[0]");
        refused(
                client,
                Client.question("Hi", true).replace("\"stream\":true", "\"stream\":\"yes\""),
                "stream");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aRequestWithoutAModelIsRefused(Client client) throws IOException {
        refused(client, "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", "model");
        refused(client, Client.question("Hi", true).replace("tiny", " "), "model");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anUnknownModelIsTheCallersMistakeAndThereAreOthers(Client client) throws IOException {
        try (Setting setting = Setting.with(client)) {
            Reply reply = setting.ask(client, Client.question("Hi", true).replace("tiny", "huge"));

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.error()).contains("huge", "tiny", "chasqui-extract");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void emptyMessagesAreRefusedOrLoadTheModel(Client client) throws IOException {
        if (client == Client.OPENAI) {
            refused(client, Client.conversation("[]", true), "messages");
            refused(client, "{\"model\":\"tiny\"}", "messages");
            return;
        }
        try (Setting setting = Setting.with(Client.OPENAI)) {
            Reply reply = setting.ask(client, Client.conversation("[]", true));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.finish()).isEqualTo("load");
            assertThat(reply.ended()).isTrue();
            assertThat(setting.questions()).isZero();
        }
    }

    private static void refused(Client client, String body, String because) throws IOException {
        try (Setting setting = Setting.with(client)) {
            Reply reply = setting.ask(client, body);

            assertThat(reply.status()).as(body).isEqualTo(400);
            assertThat(reply.error()).as(body).contains(because);
            assertThat(reply.wire().header("x-request-id")).isPresent();
            if (client == Client.OPENAI) {
                assertThat(reply.body()).contains("\"type\":\"invalid_request_error\"");
            }
            assertThat(setting.questions()).isZero();
        }
    }
}
