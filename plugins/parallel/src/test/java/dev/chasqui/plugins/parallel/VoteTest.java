package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.testkit.Replies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Tests of {@code join=vote}: the majority's answer and the report of the vote. */
@Timeout(20)
class VoteTest {

    @Test
    void theWordsOfTheFirstOfTheMajorityAreTheAnswerAndTheTallyIsTold() {
        FakeModels models =
                new FakeModels().saying("a", "Lyon").saying("b", "**Paris.**").saying("c", "paris");

        List<ReplyEvent> events = ParallelCase.events("/parallel(models=a,b,c join=vote)", models);

        assertThat(Replies.text(events)).isEqualTo("**Paris.**\n\n(2 of 3 agree)");
        assertThat(ParallelCase.note("vote", events))
                .hasToString("{\"agree\":2,\"of\":3,\"groups\":[[1],[2,3]]}");
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ReplyEvent.UsageReport.class,
                        report -> {
                            assertThat(report.usage().promptTokens()).isEqualTo(30);
                            assertThat(report.usage().completionTokens()).isEqualTo(15);
                            assertThat(report.usage().estimated()).isFalse();
                        });
    }

    @Test
    void aTieGoesToTheFirstAndFailuresAreCounted() {
        FakeModels models = new FakeModels().saying("a", "Lyon").saying("b", "Paris").dying("dead");

        assertThat(ParallelCase.text("/parallel(models=dead,b,a join=vote)", models))
                .isEqualTo("Paris\n\n(1 of 2 agree, 1 failed)");
    }

    @Test
    void ofJsonEachFieldIsVotedForAndNothingIsAddedToTheText() {
        FakeModels models =
                new FakeModels()
                        .saying("a", "{\"city\":\"Lyon\",\"n\":1,\"at\":{\"x\":1,\"y\":2}}")
                        .saying("b", "{\"city\":\"Paris\",\"n\":2,\"at\":{\"x\":1.0,\"y\":3}}")
                        .saying("c", "{\"city\":\"paris\",\"n\":2.0,\"at\":{\"x\":4,\"y\":3}}")
                        .saying("garbage", "Paris, I think");

        List<ReplyEvent> events =
                ParallelCase.events(
                        "/parallel(models=a,b,c,garbage join=vote)",
                        models,
                        ParallelCase.structured());

        assertThat(Replies.text(events))
                .isEqualTo("{\"city\":\"Paris\",\"n\":2,\"at\":{\"x\":1,\"y\":3}}");
        assertThat(ParallelCase.note("vote", events))
                .hasToString(
                        "{\"agree\":2,\"of\":3,\"fields\":"
                                + "{\"city\":2,\"n\":2,\"at\":{\"x\":2,\"y\":2}}}");
        assertThat(models.progress()).contains("garbage: the answer is not JSON");
    }

    @Test
    void toolCallsAreComparedByNameAndArguments() {
        FakeModels models =
                new FakeModels()
                        .with("a", (r, x) -> FakeModels.calling("weather", "{\"city\":\"Lyon\"}"))
                        .with("b", (r, x) -> FakeModels.calling("weather", "{\"city\": \"Paris\"}"))
                        .with("c", (r, x) -> FakeModels.calling("weather", "{\"city\":\"paris\"}"))
                        .saying("d", "It rains.");

        List<ReplyEvent> events =
                ParallelCase.events(
                        "/parallel(models=a,b,c,d join=vote)", models, ParallelCase.withTools());

        assertThat(events)
                .contains(
                        new ReplyEvent.ToolCallDelta(0, "id", "weather", "{\"city\": \"Paris\"}"),
                        new ReplyEvent.Finish(FinishReason.TOOL_CALLS));
        assertThat(Replies.text(events)).isEmpty();
        assertThat(ParallelCase.note("vote", events))
                .hasToString("{\"agree\":2,\"of\":4,\"groups\":[[1],[2,3]]}");
    }
}
