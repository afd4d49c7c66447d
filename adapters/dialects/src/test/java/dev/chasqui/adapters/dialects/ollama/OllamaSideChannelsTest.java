package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.CHAT;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.GENERATE;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.HEAD;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.chat;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.decoded;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.encoded;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.encoder;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.text;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.reply.SideChannelsTest;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** Citations, notes and progress in the replies to an Ollama's clients. */
class OllamaSideChannelsTest {
    private static final ReplyEvent CITED =
            new ReplyEvent.Cited(List.of(SideChannelsTest.cited(1)));
    private static final ReplyEvent NOTE = new ReplyEvent.Note("branches", Json.of(3));
    private static final String LINES =
            """
            {"model":"tiny","message":{"content":"Hi [1]"}, "done":false}
            {"model":"tiny","message":{"content":""}, "done":true,"eval_count":2}
            """;

    @Test
    void theyAreInTheLastLineAlone() {
        List<String> lines =
                text(encoded(
                                encoder(CHAT),
                                List.of(
                                        CITED,
                                        new ReplyEvent.Text("Hi [1]"),
                                        new ReplyEvent.Finish(FinishReason.STOP),
                                        NOTE)))
                        .lines()
                        .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).doesNotContain("chasqui");
        assertThat(lines.getLast())
                .contains("\"chasqui\":{\"citations\":[{\"number\":1,")
                .endsWith("\"branches\":3}}");
    }

    @Test
    void aLastLineOfABackendGetsThemAndStaysAsItWas() {
        List<ReplyEvent> events = new ArrayList<>(decoded(LINES));
        events.add(events.size() - 1, NOTE);
        events.add(NOTE);
        assertThat(text(encoded(encoder(CHAT), events)))
                .isEqualTo(
                        LINES.replace(
                                "\"eval_count\":2}",
                                "\"eval_count\":2,\"chasqui\":{\"branches\":3}}"));
    }

    @Test
    void aUsageToldAfterTheLastLineReplacesItsOwn() {
        List<ReplyEvent> events = new ArrayList<>(decoded(LINES));
        events.add(new ReplyEvent.UsageReport(Usage.of(7, 8)));
        assertThat(text(encoded(encoder(CHAT), events)).lines().toList().getLast())
                .contains("\"done\":true", "\"prompt_eval_count\":7", "\"eval_count\":8");
    }

    @Test
    void aWholeBodyGetsThemAndStaysAsItWas() {
        String body =
                "{\"model\":\"tiny\", \"odd\":1.0,\"message\":{\"content\":\"Hi\"},\"done\":true}";
        var incoming = chat(CHAT, "{\"model\":\"tiny\",\"stream\":false}");
        List<ReplyEvent> events =
                new ArrayList<>(BACKEND.decodeWhole("b", incoming.request(), utf8(body)));
        events.add(1, NOTE);
        assertThat(text(CHAT.whole(incoming, HEAD, events)))
                .isEqualTo(body.replace("true}", "true,\"chasqui\":{\"branches\":3}}"));
    }

    @Test
    void aWholeReplyOfOursHasThem() {
        var incoming = chat(GENERATE, "{\"model\":\"tiny\",\"prompt\":\"x\"}");
        assertThat(text(GENERATE.whole(incoming, HEAD, List.of(new ReplyEvent.Text("Hi"), CITED))))
                .contains("\"chasqui\":{\"citations\":[");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"low\""})
    void progressIsThinkingForThoseWhoAskedForIt(String think) {
        String asked = "{\"model\":\"tiny\",\"prompt\":\"x\",\"think\":" + think + "}";
        StreamEncoder encoder = GENERATE.streamEncoder(chat(GENERATE, asked), HEAD);
        assertThat(text(encoder.encode(new ReplyEvent.Progress("loading"))))
                .contains("\"response\":\"\",\"thinking\":\"loading\\n\",\"done\":false");
    }

    @Test
    void progressIsAPieceThatSaysNothingForAllOthers() {
        StreamEncoder encoder = encoder(CHAT);
        assertThat(encoder.encode(new ReplyEvent.Progress("loading")))
                .isEqualTo(encoder.keepAlive());
    }

    @Test
    void progressDoesNotTearTheLastLineAndIsNotSaidAfterIt() {
        StreamEncoder encoder = encoder(CHAT);
        List<ReplyEvent> events = decoded("{\"model\":\"tiny\",\"message\":{},\"done\":true}\n");
        events.forEach(encoder::encode);
        assertThat(encoder.encode(new ReplyEvent.Progress("late"))).isEmpty();
        assertThat(text(encoder.end()))
                .isEqualTo("{\"model\":\"tiny\",\"message\":{},\"done\":true}\n");
    }
}
