package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.CHAT;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.GENERATE;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.HEAD;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.chat;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.text;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.ReplyEvent.Finish;
import dev.chasqui.domain.reply.ReplyEvent.Text;
import dev.chasqui.domain.reply.ReplyEvent.ToolCallDelta;
import dev.chasqui.domain.reply.ReplyEvent.UsageReport;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class OllamaWholeReplyTest {
    private static final String BODY =
            "{\"model\":\"tiny\",\"odd\":1, \"message\":{\"role\":\"assistant\",\"content\":\"Hi\","
                    + "\"thinking\":\"Hm\",\"odd\":2},\"done\":true,\"done_reason\":\"stop\","
                    + "\"prompt_eval_count\":1,\"eval_count\":2}";

    private static final Incoming.Chat INCOMING =
            chat(CHAT, "{\"model\":\"tiny\",\"stream\":false}");

    @Test
    void aReplyMadeByOthersIsOneObject() {
        assertThat(
                        whole(
                                List.of(
                                        new Text("H"),
                                        new Text("i"),
                                        new ToolCallDelta(0, "a", "f", "{}"),
                                        new Finish(FinishReason.TOOL_CALLS),
                                        new UsageReport(Usage.of(7, 2)))))
                .isEqualTo(
                        "{\"model\":\"tiny\",\"created_at\":\"2026-11-21T02:45:01.500Z\","
                            + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\",\"tool_calls\":"
                            + "[{\"id\":\"a\",\"function\":{\"index\":0,\"name\":\"f\","
                            + "\"arguments\":{}}}]},\"done\":true,\"done_reason\":\"stop\","
                            + "\"total_duration\":1500000000,\"load_duration\":1,"
                            + "\"prompt_eval_count\":7,\"prompt_eval_duration\":1,\"eval_count\":2,"
                            + "\"eval_duration\":1500000000}");
    }

    @Test
    void anEditLeavesTheRestOfTheBodyAsItWas() {
        List<ReplyEvent> events = decoded();
        events.replaceAll(event -> event instanceof Text ? new Text("Ho") : event);

        assertThat(whole(events)).isEqualTo(BODY.replace("\"Hi\"", "\"Ho\"").replace("1, ", "1,"));
    }

    @Test
    void anAddedTextIsAnEdit() {
        List<ReplyEvent> events = decoded();
        events.add(3, new Text(" [1]"));

        assertThat(whole(events)).contains("\"content\":\"Hi [1]\"", "\"odd\":2", "\"odd\":1");
    }

    @Test
    void anEditedEndIsWritten() {
        List<ReplyEvent> events = decoded();
        events.replaceAll(
                event ->
                        switch (event) {
                            case Finish ignored -> new Finish(FinishReason.LENGTH);
                            case UsageReport ignored -> new UsageReport(Usage.of(5, 6));
                            default -> event;
                        });

        assertThat(whole(events))
                .endsWith("\"done_reason\":\"length\",\"prompt_eval_count\":5,\"eval_count\":6}");
    }

    @Test
    void progressIsNoEdit() {
        List<ReplyEvent> events = decoded();
        events.addFirst(new ReplyEvent.Progress("loading"));

        assertThat(whole(events)).isEqualTo(BODY);
    }

    @Test
    void aPromptGetsAResponse() {
        Incoming.Chat incoming = chat(GENERATE, "{\"model\":\"tiny\",\"prompt\":\"x\"}");
        byte[] body =
                GENERATE.whole(
                        incoming, HEAD, List.of(new Text("Hi"), new Finish(FinishReason.STOP)));

        assertThat(text(body)).contains("\"response\":\"Hi\",\"done\":true", "\"context\":[]");
    }

    @Test
    void argumentsThatAreNoObjectAreAFailure() {
        assertThat(
                        Failing.failure(
                                () ->
                                        whole(
                                                List.of(
                                                        new ToolCallDelta(0, "a", "f", "{"),
                                                        new Finish(FinishReason.TOOL_CALLS)))))
                .isInstanceOf(Failure.BackendBroke.class);
    }

    private static List<ReplyEvent> decoded() {
        return new ArrayList<>(BACKEND.decodeWhole("b", INCOMING.request(), utf8(BODY)));
    }

    private static String whole(List<ReplyEvent> events) {
        return text(CHAT.whole(INCOMING, HEAD, events));
    }
}
