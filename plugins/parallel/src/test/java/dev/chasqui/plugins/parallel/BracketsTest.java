package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.testkit.Replies;
import dev.chasqui.plugin.testkit.TestChain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Tests of pipelines in brackets: the number of branches, their models, labels and agents. */
@Timeout(20)
class BracketsTest {
    private final FakeModels models =
            new FakeModels()
                    .with("asked", BracketsTest::echo)
                    .with("a", BracketsTest::echo)
                    .with("b", BracketsTest::echo);

    @Test
    void eachPipelineHasABranchUnderItsCommands() {
        List<ReplyEvent> events = events("/parallel(join=all)", "/rag(a)", "/rag(b)", "");

        assertThat(Replies.text(events))
                .isEqualTo(
                        """
                        ### /rag(a)

                        asked: Be brief.

                        /rag(a)

                        ### /rag(b)

                        asked: Be brief.

                        /rag(b)

                        ### asked

                        asked: Be brief.\
                        """);
        assertThat(ParallelCase.note("branches", events).toString())
                .contains("\"pipeline\":\"/rag(a)\"", "\"pipeline\":\"/rag(b)\"")
                .doesNotContain("\"pipeline\":\"\"");
    }

    @Test
    void modelsAreDealtToThePipelinesInTurn() {
        List<ReplyEvent> events =
                events("/parallel(join=all models=a,b)", "/rag", "/rag", "", "/rag");

        assertThat(Replies.text(events))
                .contains("### a /rag\n", "### b /rag\n", "### a\n", "### b /rag (2)\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "n=3 ~ n: 3, but its brackets hold 2 pipelines (expected: as many, or neither)",
                "models=a,b,a ~ models: 3 of them, but its brackets hold 2 pipelines"
            })
    void anotherNumberThanThatOfThePipelinesIsAMistake(String arguments, String message) {
        assertThatThrownBy(() -> events("/parallel(" + arguments + ")", "/rag", ""))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class))
                .hasMessageStartingWith("/parallel: " + message);
        assertThat(models.chain().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"first", "vote", "synthesize"})
    void everyJoinTakesPipelines(String join) {
        List<ReplyEvent> events = events("/parallel(2 join=" + join + ")", "/rag", "");

        assertThat(Replies.text(events)).startsWith("asked: ");
        assertThat(ParallelCase.note("branches", events).toString())
                .contains("\"pipeline\":\"/rag\"");
    }

    @Test
    void theAggregatorIsAskedThroughTheRestOfTheChainAlone() {
        List<ReplyEvent> events = events("/parallel(aggregator=a)", "/rag(a)", "/rag(b)");

        assertThat(Replies.text(events)).startsWith("a: Be brief.\n\nSeveral assistants");
        assertThat(models.chain().requests()).hasSize(3);
        assertThat(models.chain().requests().getLast().messages().getLast().text())
                .isEqualTo("Why?");
    }

    @Test
    void anAgentOfAPipelineThatFailsCostsItsBranchAlone() {
        Agent broken =
                new Agent() {
                    @Override
                    public ChatRequest before(ChatRequest request, Exchange exchange) {
                        throw new IllegalStateException();
                    }
                };
        TestChain chain =
                models.chain()
                        .withBranches(
                                new TestChain.Branch("/broken", List.of(broken)),
                                new TestChain.Branch("", List.of()));

        List<ReplyEvent> events =
                Replies.events(
                        ParallelCase.agent("/parallel(join=vote)")
                                .handle(ParallelCase.question(), chain));

        assertThat(Replies.text(events)).contains("(1 of 1 agree, 1 failed)");
        assertThat(models.progress()).contains("/broken: IllegalStateException");
    }

    private List<ReplyEvent> events(String command, String... pipelines) {
        TestChain.Branch[] branches =
                List.of(pipelines).stream()
                        .map(BracketsTest::branch)
                        .toArray(TestChain.Branch[]::new);
        return Replies.events(
                ParallelCase.agent(command)
                        .handle(ParallelCase.question(), models.chain().withBranches(branches)));
    }

    /** Makes a pipeline whose agent puts its command into the instructions. */
    private static TestChain.Branch branch(String commands) {
        Agent agent =
                new Agent() {
                    @Override
                    public ChatRequest before(ChatRequest request, Exchange exchange) {
                        return request.withInstruction(commands);
                    }
                };
        return new TestChain.Branch(commands, commands.isEmpty() ? List.of() : List.of(agent));
    }

    private static ChatReply echo(ChatRequest request, Exchange asked) {
        return FakeModels.text(request.model() + ": " + request.messages().getFirst().text());
    }
}
