package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.testkit.Replies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Tests of {@code join=all}. */
@Timeout(20)
class AllTest {

    @Test
    void answersComeInTheBranchesOrderUnderTheirModelsNames() {
        FakeModels models =
                new FakeModels().saying("a", "One.\n").saying("b", "Two.").dying("dead");

        List<ReplyEvent> events =
                ParallelCase.events("/parallel(n=4 models=a,dead,b join=all)", models);

        assertThat(Replies.text(events))
                .isEqualTo(
                        """
                        ### a

                        One.

                        ### b

                        Two.

                        ### a (2)

                        One.

                        (dead: backend 'dead' cannot be reached: refused)\
                        """);
        assertThat(ParallelCase.note("branches", events).toString())
                .contains("{\"model\":\"dead\",\"state\":\"failed\",\"reason\":\"backend 'dead'");
    }

    @Test
    void anAnswerGoesOutBeforeLaterOnesAreThere() {
        CountDownLatch read = new CountDownLatch(1);
        FakeModels models =
                new FakeModels()
                        .saying("a", "One.")
                        .with(
                                "b",
                                (request, asked) -> {
                                    FakeModels.await(read);
                                    return FakeModels.text("Two.");
                                });

        try (ChatReply reply =
                ParallelCase.agent("/parallel(models=a,b join=all)")
                        .handle(ParallelCase.question(), models.chain())) {
            assertThat(reply.next()).isInstanceOf(ReplyEvent.Opened.class);
            assertThat(reply.next()).isEqualTo(new ReplyEvent.Text("### a\n\nOne."));
            read.countDown();
            assertThat(reply.next()).isEqualTo(new ReplyEvent.Text("\n\n### b\n\nTwo."));
        }
    }

    @Test
    void aReplyWithACutAnswerIsCut() {
        FakeModels models =
                new FakeModels()
                        .with(
                                "a",
                                (request, asked) ->
                                        ChatReply.of(
                                                List.of(
                                                        new ReplyEvent.Text("On"),
                                                        new ReplyEvent.Finish(
                                                                FinishReason.LENGTH))));

        assertThat(ParallelCase.events("/parallel(2 a join=all)", models))
                .contains(new ReplyEvent.Finish(FinishReason.LENGTH));
    }

    @Test
    void ifMostCallToolsTheirCallsAreTheReply() {
        FakeModels models =
                new FakeModels()
                        .saying("a", "One.")
                        .with("calls", (r, x) -> FakeModels.calling("weather", "{}"));

        List<ReplyEvent> events =
                ParallelCase.events(
                        "/parallel(models=a,calls,calls join=all)",
                        models,
                        ParallelCase.withTools());

        assertThat(Replies.text(events)).isEmpty();
        assertThat(events).contains(new ReplyEvent.ToolCallDelta(0, "id", "weather", "{}"));
    }

    @Test
    void aStructuredReplyCannotHaveHeadings() {
        FakeModels models = new FakeModels().saying("asked", "{}");

        assertThatThrownBy(
                        () ->
                                ParallelCase.events(
                                        "/parallel(join=all)", models, ParallelCase.structured()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class))
                .hasMessageContaining("use join=vote, join=synthesize or join=first");
        assertThat(models.chain().requests()).isEmpty();
    }

    @Test
    void whenNoneAnswersThereIsNoReply() {
        FakeModels models = new FakeModels().dying("dead");

        assertThatThrownBy(() -> ParallelCase.text("/parallel(2 dead join=all)", models))
                .hasMessage("backend 'dead' cannot be reached: refused");
    }
}
