package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.CHAT;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.GENERATE;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.chat;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.decoded;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.encoded;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.encoder;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.json;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.text;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.ReplyEvent.Finish;
import dev.chasqui.domain.reply.ReplyEvent.Opened;
import dev.chasqui.domain.reply.ReplyEvent.Reasoning;
import dev.chasqui.domain.reply.ReplyEvent.Text;
import dev.chasqui.domain.reply.ReplyEvent.ToolCallDelta;
import dev.chasqui.domain.reply.ReplyEvent.UsageReport;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class OllamaStreamEncoderTest {
    private static final String AT =
            "\"model\":\"tiny\",\"created_at\":\"2026-11-21T02:45:01.500Z\",";
    private static final String TIMES =
            "\"total_duration\":1500000000,\"load_duration\":1,\"prompt_eval_count\":7,"
                    + "\"prompt_eval_duration\":1500000000,\"eval_count\":2,\"eval_duration\":1}\n";

    private final StreamEncoder chat = encoder(CHAT);

    @Test
    void aReplyMadeByOthersBecomesLines() {
        String lines =
                text(
                        encoded(
                                chat,
                                List.of(
                                        new Opened(Role.ASSISTANT),
                                        new Reasoning("Hm"),
                                        new Text(""),
                                        new Text("Hi"),
                                        new Finish(FinishReason.STOP),
                                        new UsageReport(Usage.of(7, 2)))));

        assertThat(lines)
                .isEqualTo(
                        "{"
                                + AT
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Hm\"},\"done\":false}\n"
                                + "{"
                                + AT
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"done\":false}\n"
                                + "{"
                                + AT
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                                + "\"done_reason\":\"stop\","
                                + TIMES);
    }

    @Test
    void aPromptGetsAResponseAndAContext() {
        String lines =
                text(
                        encoded(
                                encoder(GENERATE),
                                List.of(
                                        new Text("Hi"),
                                        new Finish(FinishReason.LENGTH),
                                        new UsageReport(Usage.of(7, 2)))));

        assertThat(lines)
                .isEqualTo(
                        "{"
                                + AT
                                + "\"response\":\"Hi\",\"done\":false}\n{"
                                + AT
                                + "\"response\":\"\",\"done\":true,\"done_reason\":\"length\",\"context\":[],"
                                + TIMES);
    }

    @Test
    void aRawPromptGetsNoContext() {
        Incoming.Chat raw = chat(GENERATE, "{\"model\":\"tiny\",\"prompt\":\"x\",\"raw\":true}");
        StreamEncoder encoder = GENERATE.streamEncoder(raw, OllamaFixture.HEAD);

        assertThat(text(encoded(encoder, List.of(new Finish(FinishReason.STOP)))))
                .doesNotContain("context");
    }

    @Test
    void piecesOfToolCallsAreJoinedAndComeBeforeTheEnd() {
        List<Json.Obj> lines =
                lines(
                        List.of(
                                new ToolCallDelta(0, "a", "f", ""),
                                new ToolCallDelta(1, "b", "g", "{\"y\":"),
                                new ToolCallDelta(0, "", "", "{\"x\""),
                                new ToolCallDelta(1, "", "", "2}"),
                                new ToolCallDelta(0, "", "", ":1}"),
                                new Finish(FinishReason.TOOL_CALLS)));

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().toString())
                .contains(
                        "\"tool_calls\":[{\"id\":\"a\",\"function\":{\"index\":0,\"name\":\"f\","
                            + "\"arguments\":{\"x\":1}}},{\"id\":\"b\",\"function\":{\"index\":1,"
                            + "\"name\":\"g\",\"arguments\":{\"y\":2}}}]},\"done\":false");
        assertThat(lines.getLast().text("done_reason")).hasValue("stop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":", "5", "{} {}"})
    void argumentsThatAreNoObjectBreakTheReply(String arguments) {
        chat.encode(new ToolCallDelta(0, "a", "f", arguments));
        chat.encode(new Finish(FinishReason.TOOL_CALLS));
        Failure failure = Failing.failure(chat::end);

        assertThat(failure).isInstanceOf(Failure.BackendBroke.class);
        assertThat(text(chat.failure(failure))).startsWith("{\"error\":").endsWith("}\n");
        assertThat(chat.end()).isEmpty();
    }

    @Test
    void missingArgumentsAreAnEmptyObject() {
        assertThat(
                        lines(
                                        List.of(
                                                new ToolCallDelta(0, "a", "f", ""),
                                                new Finish(FinishReason.STOP)))
                                .getFirst()
                                .toString())
                .contains("\"arguments\":{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload"})
    void loadingIsOneObjectWithoutTimes(String reason) {
        assertThat(text(encoded(chat, List.of(new Finish(new FinishReason(reason))))))
                .isEqualTo(
                        "{"
                                + AT
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                                + "\"done_reason\":\""
                                + reason
                                + "\"}\n");
    }

    @Test
    void aFailureIsTheLastLine() {
        chat.encode(new Text("Hi"));

        assertThat(text(chat.failure(new Failure.BackendBroke("b", "it died"))))
                .isEqualTo("{\"error\":\"backend 'b' broke off its reply: it died\"}\n");
        assertThat(chat.end()).isEmpty();
        assertThat(chat.keepAlive()).isEmpty();
    }

    @Test
    void whatWaitsIsWrittenBeforeTheFailureButNoEnd() {
        List<ReplyEvent> events =
                decoded("{\"message\":{\"content\":\"Hi\"},\"done\":true,\"eval_count\":1}\n");
        events.subList(0, 3).forEach(chat::encode);

        assertThat(text(chat.failure(new Failure.Internal())))
                .contains("\"content\":\"Hi\"")
                .doesNotContain("\"done\":true")
                .contains("}\n{\"error\":");
    }

    @Test
    void whatKeepsAliveSaysNothing() {
        assertThat(text(chat.keepAlive()))
                .isEqualTo(
                        "{"
                                + AT
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":false}\n");
    }

    @Test
    void anEditOfOneEventWritesItsFrameAnew() {
        List<ReplyEvent> events =
                new ArrayList<>(
                        decoded(
                                """
                                {"message":{"content":"Hi","thinking":"Hm"},"logprobs":[]}
                                {"message":{"content":"you"},"logprobs":[]}
                                {"message":{"content":""},"done":true,"odd":1}
                                """));
        events.replaceAll(event -> event instanceof Reasoning ? new Reasoning("Ah") : event);
        List<Json.Obj> lines = lines(events);

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).toString()).contains("\"thinking\":\"Ah\"").doesNotContain("log");
        assertThat(lines.get(1).toString()).contains("\"content\":\"Hi\"").doesNotContain("log");
        assertThat(lines.get(2).toString()).contains("\"content\":\"you\"").contains("logprobs");
        assertThat(lines.get(3).toString()).contains("\"odd\":1");
    }

    @Test
    void aDroppedEventWritesTheRestOfItsFrameAnew() {
        List<ReplyEvent> events =
                new ArrayList<>(
                        decoded(
                                "{\"message\":{\"content\":\"Hi\"},\"done\":true,\"eval_count\":1}\n"));
        events.removeIf(Text.class::isInstance);

        assertThat(lines(events)).singleElement().asString().doesNotContain("Hi");
    }

    @Test
    void theModelIsTheOneThatTheClientNamed() {
        String line =
                "{\"model\":\"other:7b\",\"message\":{\"content\":\"model\"},\"done\":false}\n";
        byte[] out = new byte[0];
        for (ReplyEvent event :
                decoded(line + "{\"message\":{\"content\":\"\"},\"done\":true}\n").subList(0, 2)) {
            out = chat.encode(event);
        }

        assertThat(text(out)).isEqualTo(line.replace("other:7b", "tiny"));
    }

    @Test
    void aFrameOfTheOtherOperationIsWrittenAnew() {
        List<Json.Obj> lines =
                lines(decoded("{\"model\":\"tiny\",\"response\":\"Hi\",\"done\":true}\n"));

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().toString()).contains("\"content\":\"Hi\"");
    }

    @Test
    void aLastLineWithoutLineBreakGetsOne() {
        List<ReplyEvent> events = decoded("{\"message\":{\"content\":\"\"},\"done\":true}");

        assertThat(text(encoded(chat, events))).endsWith("\"done\":true}\n");
    }

    private List<Json.Obj> lines(List<ReplyEvent> events) {
        return text(encoded(chat, events)).lines().map(line -> json(utf8(line))).toList();
    }
}
