package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code /guard} through the whole server, before a backend in an open zone. */
class GuardTest {
    private static final String MAIL = "bob@example.org";

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend ->
                            Setting.with(
                                    backend,
                                    ",\"zone\":\"open\"",
                                    ",\"agents\":{\"guard\":{\"words\":[\"Bluebird\"]}}",
                                    PluginJars.GUARD,
                                    PluginJars.CONTEXT));

    @ParameterizedTest
    @EnumSource(Client.class)
    void theBackendSeesPlaceholdersAndEveryClientTheValues(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);
        setting.answers(backend.saying("Dear [EMAIL_1] of [NAME_1] and [EMAIL_7]!"));
        for (Client client : Client.values()) {
            for (boolean stream : new boolean[] {true, false}) {
                Reply reply =
                        setting.ask(
                                client,
                                Client.question(
                                        "/guard I am " + MAIL + " of bluebird",
                                        stream,
                                        "\"user\":\"" + MAIL + "\"",
                                        "\"metadata\":{\"by\":\"" + MAIL + "\"}"));

                assertThat(reply.text()).isEqualTo("Dear " + MAIL + " of bluebird and [EMAIL_7]!");
                assertThat(setting.forwarded().text())
                        .doesNotContain(MAIL)
                        .contains("I am [EMAIL_1] of [NAME_1]");
                assertThat(guardNote(reply).object("data").toString())
                        .isEqualTo("{\"mode\":\"redact\",\"email\":1,\"name\":1}");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aPlaceholderThatTheStreamCutsIsRestored(Client client) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String text = "[1] Dear [EMAIL_1][EMAIL_1], [EMAIL_12] [EMAIL";
        List<String> frames = new ArrayList<>();
        frames.add(frame("\"role\":\"assistant\",\"content\":\"[\"", "null"));
        for (int i = 1; i < text.length(); i++) {
            frames.add(frame("\"content\":\"" + text.charAt(i) + "\"", "null"));
        }
        frames.add(frame("", "\"stop\""));
        frames.add("data: [DONE]\n\n");
        setting.answers(Answer.stream("text/event-stream", Duration.ZERO, frames));

        Reply reply = setting.ask(client, Client.question("/guard I am " + MAIL, true));

        assertThat(reply.text()).isEqualTo(text.replace("[EMAIL_1]", MAIL));
        assertThat(reply.finish()).isEqualTo("stop");
    }

    private static String frame(String delta, String finish) {
        return """
        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny",\
        "choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}

        """
                .formatted(delta, finish);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aClientOfAnthropicGetsTheValues(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);
        setting.answers(backend.saying("Dear [EMAIL_1]!"));
        for (boolean stream : new boolean[] {true, false}) {
            String body =
                    """
                    {"model":"tiny","max_tokens":50,"stream":%b,"system":"Serve %s.",\
                    "metadata":{"user_id":"%s"},"messages":[\
                    {"role":"user","content":"/guard Who?"},\
                    {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f",\
                    "input":{"to":"%s"}}]},\
                    {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1",\
                    "content":"%s"},{"type":"text","text":"/guard Who?"}]}]}\
                    """
                            .formatted(stream, MAIL, MAIL, MAIL, MAIL);

            String reply = RawHttp.post(setting.port(), "/v1/messages", body).text();

            assertThat(reply).contains(MAIL).doesNotContain("EMAIL_1");
            assertThat(setting.forwarded().text()).doesNotContain(MAIL).contains("[EMAIL_1]");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aRefusedRequestIsExplainedAndNotSent(Client client) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        Reply reply =
                setting.ask(client, Client.question("/guard(mode=refuse) I am " + MAIL, true));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).contains("e-mail address (1)").doesNotContain(MAIL);
        assertThat(setting.backend().received(Client.OPENAI.path())).isEmpty();
    }

    private static Json.Obj guardNote(Reply reply) {
        return reply.objects().stream()
                .map(object -> object.object("chasqui").object("guard"))
                .filter(note -> !note.isEmpty())
                .findFirst()
                .orElseThrow();
    }
}
