package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

/** Commands in the prompts of {@code /v1/completions}. */
class CompletionCommandsTest {
    private static final String PATH = "/v1/completions";
    private static final String AGENTS =
            ",\"agents\":{\"context\":{\"date\":false,\"snippets\":{\"team\":\"We are four.\"}}}";
    private static final String ON = ",\"models\":{\"completionCommands\":true}";
    private static final String RELAYED =
            "{\"id\":\"1\",\"object\":\"text_completion\",\"choices\":[{\"text\":\"relayed\"}]}";

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend -> Setting.with(backend, "", AGENTS + ON, PluginJars.CONTEXT));

    @ParameterizedTest
    @EnumSource(Client.class)
    void aPromptWithACommandIsAChatWhoseReplyHasTheFormOfACompletion(Client backend)
            throws IOException {
        Setting setting = SETTINGS.of(backend);

        WireMessage answer =
                post(setting, "'prompt':'/context(team) Who are we?','max_tokens':9,'echo':true");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("X-Chasqui-Dropped")).contains("echo");
        Json.Obj reply = Reply.parse(answer.text());
        assertThat(reply.text("id").orElseThrow()).startsWith("cmpl-");
        assertThat(reply.text("object")).contains("text_completion");
        assertThat(reply.text("model")).contains("tiny");
        assertThat(reply.get("choices").orElseThrow())
                .hasToString(
                        "[{\"text\":\"Hello there!\",\"index\":0,\"logprobs\":null,"
                                + "\"finish_reason\":\"stop\"}]");
        assertThat(reply.object("usage").toString()).contains("\"prompt_tokens\":7");
        assertThat(setting.forwarded().text())
                .contains("We are four.", "\"content\":\"Who are we?\"")
                .contains(backend == Client.OPENAI ? "\"max_tokens\":9" : "\"num_predict\":9")
                .doesNotContain("echo", "prompt");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void soIsItsStream(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);

        WireMessage answer =
                post(
                        setting,
                        "'prompt':'/context(team) Who?','stream':true,"
                                + "'stream_options':{'include_usage':true}");

        assertThat(answer.header("Content-Type").orElseThrow()).contains("text/event-stream");
        assertThat(answer.text()).endsWith("data: [DONE]\n\n");
        List<Json.Obj> chunks = new Reply(Client.OPENAI, answer).objects();
        assertThat(chunks)
                .allMatch(each -> each.text("object").orElse("").equals("text_completion"));
        StringBuilder text = new StringBuilder();
        for (Json.Obj chunk : chunks) {
            for (Json choice : ((Json.Arr) chunk.get("choices").orElseThrow()).items()) {
                text.append(((Json.Obj) choice).text("text").orElseThrow());
                assertThat(((Json.Obj) choice).get("logprobs")).contains(Json.Null.NULL);
            }
        }
        assertThat(text).hasToString("Hello there!");
        Json.Obj last = chunks.get(chunks.size() - (backend == Client.OPENAI ? 1 : 2));
        assertThat(last.toString()).contains("\"text\":\"\"", "\"finish_reason\":\"stop\"");
        if (backend == Client.OLLAMA) {
            assertThat(chunks.getLast().toString())
                    .contains("\"choices\":[]", "\"completion_tokens\":2");
        }
    }

    @Test
    void theServersOwnCommandNeedsNoModel() throws IOException {
        WireMessage answer = post(SETTINGS.of(Client.OPENAI), "'prompt':'/help'");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("text_completion", "/context");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'prompt':'Hello','x':1.50",
                "'prompt':'/etc/passwd is a file'",
                "'prompt':'//help me'",
                "'prompt':' /help'",
                "'prompt':['/help']",
                "'prompt':['/help','/help']",
                "'prompt':[1,2]",
                "'prompt':null",
                "'suffix':'a'"
            })
    void allOtherPromptsAreRelayedAsTheyAre(String members) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.backend().on("POST", PATH, Answer.json(200, RELAYED));

        WireMessage answer = post(setting, members);

        assertThat(answer.text()).isEqualTo(RELAYED);
        assertThat(setting.backend().received(PATH).getLast().message().text())
                .isEqualTo(body(members));
    }

    @Test
    void aBadlyWrittenCommandIsRefusedAsInAChat() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        WireMessage wrong = post(setting, "'prompt':'/context(team'");
        WireMessage type = post(setting, "'prompt':'/context(team) Hi','max_tokens':'many'");
        WireMessage stop = post(setting, "'prompt':'/context(team) Hi','stop':[1]");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("/context");
        assertThat(type.status()).isEqualTo(400);
        assertThat(type.text()).contains("max_tokens");
        assertThat(stop.status()).isEqualTo(400);
        assertThat(setting.questions()).isZero();
    }

    @Test
    void aBackendThatBreaksOffEndsTheStreamWithAnError() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(Client.OPENAI.saying("One two three four").cutAfter(700));

        WireMessage answer = post(setting, "'prompt':'/context(team) Who?','stream':true");

        assertThat(answer.text()).contains("text_completion", "\"error\"").doesNotContain("[DONE]");
    }

    @Test
    void withoutTheKeyAPromptWithACommandIsRelayed() throws IOException {
        try (Setting off = Setting.with(Client.OPENAI, "", AGENTS, PluginJars.CONTEXT)) {
            off.backend().on("POST", PATH, Answer.json(200, RELAYED));

            assertThat(post(off, "'prompt':'/help'").text()).isEqualTo(RELAYED);
        }
    }

    private static WireMessage post(Setting setting, String members) throws IOException {
        return RawHttp.post(setting.port(), PATH, body(members));
    }

    private static String body(String members) {
        return ("{'model':'tiny'," + members + "}").replace('\'', '"');
    }
}
