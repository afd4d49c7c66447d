package dev.chasqui.plugins.branches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Tests which replies count as answers. */
@Timeout(20)
class BranchAnswerTest {
    private static final ReplyEvent END = new ReplyEvent.Finish(FinishReason.STOP);

    @Test
    void aReplyWithoutEndOrContentIsNoAnswer() {
        assertThatThrownBy(() -> answer(AnswerForm.PROSE, new ReplyEvent.Text("x")))
                .hasMessage("the answer has no end");
        assertThatThrownBy(
                        () ->
                                answer(
                                        AnswerForm.PROSE,
                                        new ReplyEvent.Reasoning("hm"),
                                        new ReplyEvent.Text("\n"),
                                        END))
                .hasMessage("an empty answer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "JSON_OBJECT ~ {\"a\":1} ~ true",
                "JSON_OBJECT ~ [1] ~ false",
                "JSON ~ [1] ~ true",
                "JSON ~ {\"a\":1} and more ~ false",
                "JSON ~ {\"a\":1,\"a\":2} ~ false",
                "JSON ~ {\"a\": ~ false",
                "OPAQUE ~ root ::= x ~ true",
                "PROSE ~ {\"a\": ~ true"
            })
    void anAnswerHasTheFormThatWasAskedFor(AnswerForm form, String text, boolean fits) {
        boolean taken = true;
        try {
            assertThat(answer(form, new ReplyEvent.Text(text), END).text()).isEqualTo(text);
        } catch (UnusableAnswer garbage) {
            taken = false;
        }

        assertThat(taken).isEqualTo(fits);
    }

    @Test
    void aDeeplyNestedTextIsNoJson() {
        assertThat(JsonText.read("[".repeat(100_000))).isEmpty();
        assertThat(JsonText.read("")).isEmpty();
    }

    @Test
    void theFirstPieceOfAToolCallNamesIt() {
        BranchAnswer answer =
                answer(
                        AnswerForm.JSON,
                        new ReplyEvent.ToolCallDelta(1, "b", "two", "{}"),
                        new ReplyEvent.ToolCallDelta(0, "a", "one", "{\"x\""),
                        new ReplyEvent.ToolCallDelta(0, "", "", ":1}"),
                        END);

        assertThat(answer.toolCalls())
                .containsExactly(
                        new ToolCall("a", "one", "{\"x\":1}"), new ToolCall("b", "two", "{}"));
    }

    @Test
    void aReplyThatNeverEndsIsTooLong() {
        Frame frame = new Frame(Dialect.OPENAI, Frame.Kind.CHUNK, new byte[1 << 12], 1);
        ReplyEvent large = new ReplyEvent.Text("x".repeat(1 << 16));

        assertThatThrownBy(() -> drain(() -> large)).hasMessageStartingWith("the answer is too");
        assertThatThrownBy(() -> drain(() -> new ReplyEvent.Text("")))
                .hasMessageStartingWith("the answer is too long");
        assertThatThrownBy(
                        () ->
                                drain(
                                        () ->
                                                new ReplyEvent.Raw(
                                                        new Frame(
                                                                frame.dialect(),
                                                                frame.kind(),
                                                                frame.bytes(),
                                                                1))))
                .hasMessageStartingWith("the answer is too long");
    }

    @Test
    void progressIsToldAndIsNoPartOfTheAnswer() {
        List<String> told = new ArrayList<>();
        ChatReply reply =
                ChatReply.of(
                        List.of(new ReplyEvent.Progress("loading"), new ReplyEvent.Text("x"), END));

        assertThat(AnswerBuffer.drain(reply, told::add))
                .containsExactly(new ReplyEvent.Text("x"), END);
        assertThat(told).containsExactly("loading");
    }

    private static BranchAnswer answer(AnswerForm form, ReplyEvent... events) {
        return BranchAnswer.of(List.of(events), form);
    }

    private static void drain(Supplier<ReplyEvent> endless) {
        AnswerBuffer.drain(
                new ChatReply() {
                    @Override
                    public @Nullable ReplyEvent next() {
                        return endless.get();
                    }

                    @Override
                    public void close() {}
                },
                progress -> {});
    }
}
