package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.GENERATE;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.chat;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.request;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.text;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class OllamaRequestEditsTest {
    private static final String CHAT =
            "{ \"model\" : \"m\", \"odd\":1.50, \"messages\" : [ {\"role\":\"user\", \"odd\":2,"
                + " \"content\":\"/x Hi\"} , {\"content\":\"a\",\"role\":\"assistant\",\"odd\":3}"
                + " ], \"options\":{\"num_ctx\":9,\"seed\":1e2} }";

    @Test
    void ourOwnMemberIsTakenOut() {
        assertThat(sent(request("{\"agents\":[\"/rag\"],\"model\":\"m\",\"messages\":[{}]}")))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{}]}");
    }

    @Test
    void anEditedMessageLeavesTheOthersAsTheyWere() {
        ChatRequest request = request(CHAT);
        List<Message> messages = new ArrayList<>(request.messages());
        messages.set(0, messages.getFirst().withFirstText("Hi"));

        assertThat(sent(request.withMessages(messages)))
                .isEqualTo(
                        "{ \"model\" : \"m\", \"odd\":1.50, \"messages\" :"
                                + " [{\"role\":\"user\",\"content\":\"Hi\",\"odd\":2},"
                                + "{\"content\":\"a\",\"role\":\"assistant\",\"odd\":3}],"
                                + " \"options\":{\"num_ctx\":9,\"seed\":1e2} }");
    }

    @Test
    void settingsAreWrittenUnderTheirOwnNames() {
        ChatRequest request = request(CHAT);
        String sent =
                sent(
                        request.withSettings(
                                request.settings()
                                        .withThinking(new Thinking.Off())
                                        .withSampling(
                                                request.settings()
                                                        .sampling()
                                                        .with("max_tokens", Json.of(5)))));

        assertThat(sent)
                .startsWith(CHAT.substring(0, CHAT.indexOf("{\"num_ctx")))
                .endsWith("{\"num_ctx\":9,\"seed\":1e2,\"num_predict\":5},\"think\":false }");
    }

    @Test
    void settingsThatStayKeepTheirBytes() {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"content\":\"Hi\"}],\"format\": { \"type\" : 1 },"
                        + "\"think\":null,\"tools\":[ {\"odd\":1} ],\"options\":{ \"seed\":1 }}";
        ChatRequest request = request(body);

        assertThat(sent(request.withSettings(request.settings()))).isEqualTo(body);
    }

    @Test
    void anOptionOfAnOllamaIsAnEditedExtra() {
        ChatRequest request = request(CHAT);

        assertThat(
                        sent(
                                request.withExtras(
                                        request.extras()
                                                .without("odd")
                                                .with("keep_alive", Json.of("1m"))
                                                .with(
                                                        "options",
                                                        Json.Obj.EMPTY.with(
                                                                "num_ctx", Json.of(8))))))
                .startsWith("{ \"model\" : \"m\", \"messages\" : [ {")
                .endsWith("\"options\":{\"num_ctx\":8,\"seed\":1e2},\"keep_alive\":\"1m\" }");
    }

    @Test
    void toolsGoWhereNoneMayBeCalled() {
        ChatRequest request =
                request("{\"model\":\"m\",\"messages\":[{}],\"tools\":[{\"type\":\"function\"}]}");

        assertThat(
                        sent(
                                request.withSettings(
                                        request.settings().withToolChoice(new ToolChoice.None()))))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{}]}");
        assertThat(sent(request.withTools(List.of())))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{}]}");
    }

    @Test
    void aPromptIsEditedWhereItStands() {
        ChatRequest request =
                chat(GENERATE, "{\"prompt\":\"/x Hi\",\"model\":\"m\",\"context\":[1]}").request();
        List<Message> edited = List.of(request.messages().getFirst().withFirstText("Hi"));

        assertThat(sent(request.withMessages(edited).withInstruction("Be brief.")))
                .isEqualTo(
                        "{\"prompt\":\"Hi\",\"model\":\"m\",\"context\":[1],"
                                + "\"system\":\"Be brief.\"}");
    }

    @Test
    void aPromptThatBecameAConversationIsAChat() {
        ChatRequest request =
                chat(
                                GENERATE,
                                "{\"prompt\":\"Hi\",\"model\":\"m\",\"context\":[1],\"keep_alive\":0}")
                        .request();
        Outgoing outgoing =
                BACKEND.encode(
                        request.withMessages(
                                List.of(
                                        Message.of(Role.USER, "Hi"),
                                        Message.of(Role.ASSISTANT, "Hello"),
                                        Message.of(Role.USER, "And?"))));

        assertThat(outgoing.path()).isEqualTo("/api/chat");
        assertThat(outgoing.dropped()).containsExactly("context");
        assertThat(text(outgoing.body())).contains("\"And?\"").endsWith("\"keep_alive\":0}");
    }

    @Test
    void aRequestToLoadSaysItsModelAndKeepsTheRest() {
        Incoming.Load load =
                (Incoming.Load)
                        GENERATE.decode(utf8("{\"model\":\"m\",\"agents\":[],\"keep_alive\":0}"));
        Outgoing outgoing = BACKEND.load(load.request().withModel("o")).orElseThrow();

        assertThat(outgoing.path()).isEqualTo("/api/generate");
        assertThat(text(outgoing.body())).isEqualTo("{\"model\":\"o\",\"keep_alive\":0}");
    }

    private static String sent(ChatRequest request) {
        return text(BACKEND.encode(request).body());
    }
}
