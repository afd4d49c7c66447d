package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mistake in a request is reported in the caller's dialect, and no backend is asked. */
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

    /**
     * Requests that must be refused alike by a pass through the same dialect and by a translation.
     */
    @ParameterizedTest
    @EnumSource(Client.class)
    void aMemberOfAnotherTypeBelowTheTopIsNamedWhicheverTheBackend(Client client)
            throws IOException {
        Map<String, String> bodies = new LinkedHashMap<>();
        String user = "[{\"role\":\"user\",\"content\":%s}]";
        String call =
                "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\","
                        + "\"content\":\"\",\"tool_calls\":[%s]}]";
        tool(bodies, "5", "tools[0]");
        tool(bodies, "null", "tools[0]");
        tool(bodies, "{\"type\":7}", "tools[0].type");
        tool(bodies, "{\"type\":\"function\",\"function\":\"f\"}", "tools[0].function");
        tool(bodies, "{\"function\":{\"name\":5}}", "tools[0].function.name");
        tool(bodies, "{\"function\":{}}", "tools[0].function.name");
        tool(
                bodies,
                "{\"function\":{\"name\":\"f\",\"parameters\":[]}}",
                "tools[0].function.parameters");
        String at = "messages[1].tool_calls[0]";
        bodies.put(Client.conversation(call.formatted("\"f\""), true), at);
        bodies.put(Client.conversation(call.formatted("{\"id\":\"1\"}"), true), at + ".function");
        bodies.put(
                Client.conversation(
                        call.formatted("{\"id\":5,\"function\":{\"name\":\"f\"}}"), true),
                at + ".id");
        bodies.put(
                Client.conversation(
                        call.formatted("{\"function\":{\"name\":\"f\",\"arguments\":5}}"), true),
                at + ".function.arguments");
        String arguments = client == Client.OPENAI ? "{}" : "\"{}\"";
        bodies.put(
                Client.conversation(
                        call.formatted(
                                "{\"function\":{\"name\":\"f\",\"arguments\":" + arguments + "}}"),
                        true),
                at + ".function.arguments");
        bodies.put(
                Client.conversation(
                        "[{\"role\":\"tool\",\"content\":\"\",\"tool_call_id\":5}]", true),
                "messages[0].tool_call_id");
        if (client == Client.OPENAI) {
            String content = "messages[0].content[1]";
            String text = "[{\"type\":\"text\",\"text\":\"a\"},%s]";
            for (String part : List.of("\"x\"", "5", "null", "[]")) {
                bodies.put(
                        Client.conversation(user.formatted(text.formatted(part)), true), content);
            }
            part(bodies, user, text, "{\"type\":5}", content + ".type");
            part(bodies, user, text, "{\"type\":\"text\",\"text\":5}", content + ".text");
            part(bodies, user, text, "{\"type\":\"text\"}", content + ".text");
            part(bodies, user, text, "{\"type\":\"image_url\"}", content + ".image_url");
            part(
                    bodies,
                    user,
                    text,
                    "{\"type\":\"image_url\",\"image_url\":{\"url\":5}}",
                    content + ".image_url.url");
            bodies.put(Client.conversation("[{\"content\":\"Hi\"}]", true), "messages[0].role");
            bodies.put(Client.question("Hi", true, "\"stop\":[\"x\",5]"), "stop[1]");
            bodies.put(
                    Client.question("Hi", true, "\"response_format\":{\"type\":5}"),
                    "response_format.type");
        } else {
            bodies.put(
                    Client.conversation(user.formatted("[{\"type\":\"text\"}]"), true),
                    "messages[0].content");
            bodies.put(
                    Client.conversation(user.formatted("\"\",\"images\":[5]"), true),
                    "messages[0].images[0]");
            bodies.put(Client.question("Hi", true, "\"think\":5"), "think");
            bodies.put(Client.question("Hi", true, "\"format\":5"), "format");
            bodies.put(Client.question("Hi", true, "\"options\":{\"seed\":\"x\"}"), "options.seed");
            bodies.put(
                    Client.question("Hi", true, "\"options\":{\"stop\":[5]}"), "options.stop[0]");
        }
        for (Client backend : Client.values()) {
            try (Setting setting = Setting.with(backend)) {
                for (Map.Entry<String, String> body : bodies.entrySet()) {
                    Reply reply = setting.ask(client, body.getKey());

                    assertThat(reply.status()).as(body.getKey()).isEqualTo(400);
                    assertThat(reply.error()).as(body.getKey()).contains(body.getValue() + ":");
                }
                assertThat(setting.questions()).isZero();
            }
        }
    }

    private static void tool(Map<String, String> bodies, String tool, String field) {
        bodies.put(Client.question("Hi", true, "\"tools\":[" + tool + "]"), field);
    }

    private static void part(
            Map<String, String> bodies, String user, String text, String part, String field) {
        bodies.put(Client.conversation(user.formatted(text.formatted(part)), true), field);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void toAnOllamaTheUserSpeaksWhereNoRoleIsGiven(Client backend) throws IOException {
        try (Setting setting = Setting.with(backend)) {
            for (String role : List.of("", ",\"role\":\"\"", ",\"role\":null")) {
                Reply reply =
                        setting.ask(
                                Client.OLLAMA,
                                Client.conversation("[{\"content\":\"Hi\"" + role + "}]", false));

                assertThat(reply.text()).isEqualTo("Hello there!");
                if (backend == Client.OPENAI) {
                    assertThat(setting.forwarded().text())
                            .contains("{\"role\":\"user\",\"content\":\"Hi\"}");
                }
            }
            Reply help =
                    setting.ask(
                            Client.OLLAMA, Client.conversation("[{\"content\":\"/help\"}]", false));
            assertThat(help.text()).isNotEqualTo("Hello there!").contains("/help");
        }
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
            assertThat(reply.error()).contains("huge", "there are: tiny");
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
