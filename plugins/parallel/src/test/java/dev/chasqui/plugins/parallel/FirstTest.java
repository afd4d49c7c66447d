package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.testkit.Replies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;

/** Tests of {@code join=first}: the winner, the cancelled branches, and the report of both. */
@Timeout(20)
class FirstTest {

    @Test
    void theFirstWholeAnswerWinsAndTheOthersAreCancelled() throws Exception {
        FakeModels models = new FakeModels().hanging("slow").saying("quick", "Because.");

        List<ReplyEvent> events =
                ParallelCase.events("/parallel(models=slow,quick join=first)", models);

        assertThat(Replies.text(events)).isEqualTo("Because.");
        assertThat(ParallelCase.note("branches", events).toString())
                .matches(
                        "\\[\\{\"model\":\"slow\",\"state\":\"cancelled\",\"seconds\":\\d+\\.\\d\\d},"
                            + "\\{\"model\":\"quick\",\"state\":\"answered\",\"usage\":"
                            + "\\{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15},"
                            + "\"seconds\":\\d+\\.\\d\\d}]");
        assertEnded(models);
        assertThat(models.closed()).isEqualTo(1);
    }

    @Test
    void theUsageIsAnEstimateWhereABranchDoesNotSayWhatItUsed() {
        FakeModels models = new FakeModels().hanging("slow").saying("quick", "Because.");

        List<ReplyEvent> events =
                ParallelCase.events("/parallel(models=slow,quick join=first)", models);

        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ReplyEvent.UsageReport.class,
                        report -> {
                            assertThat(report.usage().totalTokens()).isEqualTo(15);
                            assertThat(report.usage().estimated()).isTrue();
                        });
    }

    @Test
    void uneditedEventsOfTheWinnerKeepTheirFrames() {
        Frame frame = new Frame(Dialect.OPENAI, Frame.Kind.CHUNK, new byte[] {1}, 1);
        List<ReplyEvent> reply =
                List.of(
                        new ReplyEvent.Text("Because.", frame),
                        new ReplyEvent.Raw(frame),
                        new ReplyEvent.Finish(FinishReason.STOP, frame));
        FakeModels models = new FakeModels().with("a", (request, asked) -> ChatReply.of(reply));

        assertThat(ParallelCase.events("/parallel(1 a join=first)", models)).containsAll(reply);
    }

    @Test
    void progressOfABranchIsReportedUnderItsName() {
        FakeModels models =
                new FakeModels()
                        .with(
                                "a",
                                (request, asked) -> {
                                    asked.progress("loading");
                                    return FakeModels.text("One.");
                                });

        assertThat(ParallelCase.text("/parallel(1 a)", models)).isEqualTo("One.");
        assertThat(models.progress())
                .containsExactly("a: loading", "1 of 1 answered", "one answer, given as it is");
    }

    @Test
    void aBranchWhoseCodeFailsIsAFailedBranch() {
        FakeModels models =
                new FakeModels()
                        .saying("a", "One.")
                        .with(
                                "bug",
                                (request, asked) -> {
                                    throw new IllegalStateException("a secret");
                                });

        assertThat(ParallelCase.text("/parallel(models=bug,a)", models)).isEqualTo("One.");
        assertThat(models.progress()).contains("bug: IllegalStateException");
    }

    @Test
    void aBranchThatFailsIsReportedAndAnotherAnswers() {
        FakeModels models = new FakeModels().dying("dead").saying("quick", "Because.");
        List<ReplyEvent> events =
                ParallelCase.events("/parallel(models=dead,unknown,quick)", models);

        assertThat(Replies.text(events)).isEqualTo("Because.");
        assertThat(models.progress())
                .contains("dead: backend 'dead' cannot be reached: refused", "1 of 3 answered")
                .anyMatch(line -> line.startsWith("unknown: model 'unknown' not found"));
    }

    @Test
    void whenAllFailTheFirstBranchSaysWhy() {
        FakeModels models = new FakeModels().dying("dead").hanging("slow");

        assertThatThrownBy(
                        () ->
                                ParallelCase.events(
                                        "/parallel(models=dead,slow join=first deadline=1s)",
                                        models))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e ->
                                assertThat(e.failure())
                                        .isEqualTo(
                                                new Failure.BackendUnreachable("dead", "refused")));
    }

    @Test
    void aBranchThatHangsHasADeadlineOfItsOwn() throws Exception {
        FakeModels models = new FakeModels().hanging("slow");

        assertThatThrownBy(() -> ParallelCase.events("/parallel(2 slow deadline=50ms)", models))
                .hasMessage("backend 'slow' failed: no answer within 50ms");
        assertThat(models.progress())
                .containsExactlyInAnyOrder(
                        "slow: no answer within 50ms", "slow (2): no answer within 50ms");
        assertEnded(models);
        assertThat(models.closed()).isEqualTo(2);
    }

    static void assertEnded(FakeModels models) throws InterruptedException {
        for (Thread thread : models.threads()) {
            assertThat(thread.join(Duration.ofSeconds(10))).as(thread.getName()).isTrue();
        }
    }
}
