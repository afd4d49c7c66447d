package dev.chasqui.plugin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.function.Function;

class TestPipelineTest {

    /** The arguments of {@code /greet}. */
    record Arguments(@Argument(fallback = "you") String name) {}

    /** The section of the plug-in. */
    record Section(Optional<String> word) {}

    /** A plug-in with the command {@code /greet(name)}, which an agent of the test serves. */
    private static final class Greeting implements Plugin {
        private final Function<String, Agent> agent;
        private boolean stopped;

        Greeting(Function<String, Agent> agent) {
            this.agent = agent;
        }

        @Override
        public String name() {
            return "greeting";
        }

        @Override
        public void start(Host host, Contributions contributions) {
            String word = host.config(Section.class).word().orElse("Hello");
            contributions.agent(
                    new AgentType<>(
                            "greet",
                            "Greets",
                            Arguments.class,
                            arguments -> agent.apply(word + " " + arguments.name() + "! ")));
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    /** An agent that does the whole work in one function. */
    private interface Handling extends Agent {
        @Override
        ChatReply handle(ChatRequest request, Chain chain);
    }

    private static Greeting greeting() {
        return new Greeting(
                text ->
                        (Handling)
                                (request, chain) -> {
                                    chain.exchange().progress("greeting");
                                    return chain.proceed(request).startingWith(text);
                                });
    }

    private static Greeting of(Handling agent) {
        return new Greeting(_ -> agent);
    }

    @Test
    void aTypedCommandIsParsedBoundAndRun() {
        Greeting plugin = greeting();

        TestReply reply = TestPipeline.run(plugin, "/greet(name=Ada) good day");

        assertThat(reply.text()).isEqualTo("Hello Ada! good day");
        assertThat(reply.pieces()).containsExactly("Hello Ada! ", "good ", "day");
        assertThat(reply.progress()).containsExactly("greeting");
        assertThat(plugin.stopped).isTrue();
    }

    @Test
    void aWrongArgumentIsRefusedAsByTheServer() {
        assertThatThrownBy(() -> TestPipeline.run(greeting(), "/greet(nam=Ada) hello"))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("nam: no such argument");
    }

    @Test
    void aMessageWithoutCommandIsAMistakeOfTheTest() {
        assertThatThrownBy(() -> TestPipeline.run(greeting(), "/great hello"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'/great hello' begins with no command")
                .hasMessageContaining("/greet");
    }

    @Test
    void theSectionIsReadAsFromTheConfig() {
        try (TestPipeline pipeline = TestPipeline.of(greeting(), "{\"word\": \"Hi\"}")) {
            assertThat(pipeline.start("/greet hello").read().text()).isEqualTo("Hi you! hello");
        }
        assertThatThrownBy(() -> TestPipeline.of(greeting(), "{\"wrd\": \"Hi\"}"))
                .hasMessageContaining("agents.greeting.wrd: unknown");
    }

    @Test
    void commandsRunInTheOrderWritten() {
        try (TestPipeline pipeline = TestPipeline.of(greeting())) {
            assertThat(pipeline.start("/greet(A) /greet(B) hello").read().text())
                    .isEqualTo("Hello A! Hello B! hello");
        }
    }

    @Test
    void eachCallOfTheModelHasItsScript() {
        Greeting twice =
                of(
                        (request, chain) -> {
                            String first = Replies.text(Replies.events(chain.proceed(request)));
                            return chain.proceed(request.withInstruction("Improve: " + first));
                        });
        ScriptedModel model =
                ScriptedModel.of(ScriptedReply.text("draft"), ScriptedReply.text("final"));
        try (TestPipeline pipeline = TestPipeline.of(twice).withModel(model)) {
            assertThat(pipeline.start("/greet hello").read().text()).isEqualTo("final");

            assertThat(model.requests()).hasSize(2);
            assertThat(model.requests().getLast().messages().getFirst().text())
                    .isEqualTo("Improve: draft");
            assertThatThrownBy(() -> pipeline.start("/greet hello").read())
                    .hasMessageContaining("call 3 of the model, but the script has 2 replies");
        }
    }

    @Test
    void aReplyThatTheAgentLeavesOpenIsNamed() {
        Greeting careless =
                of(
                        (request, chain) -> {
                            var _ = chain.proceed(request);
                            return ChatReply.ofText("done");
                        });

        assertThatThrownBy(() -> TestPipeline.run(careless, "/greet hello"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not closed by the agent: reply 1 of 1 to 'hello'");
    }

    @Test
    void itIsNamedAlsoIfTheAgentFailsAfterwards() {
        Greeting careless =
                of(
                        (request, chain) -> {
                            var _ = chain.proceed(request);
                            throw new IllegalStateException("broken");
                        });

        assertThatThrownBy(() -> TestPipeline.run(careless, "/greet hello"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("reply 1 of 1")
                .satisfies(
                        thrown ->
                                assertThat(thrown.getSuppressed()[0])
                                        .hasMessageContaining("greet"));
    }

    @Test
    void theModelMayFailBeforeAndAmidItsReply() {
        Failure broke = new Failure.BackendBroke("model", "it ended", Optional.empty());
        try (TestPipeline pipeline = TestPipeline.of(greeting())) {
            TestRun before =
                    pipeline.withModel(ScriptedModel.of(ScriptedReply.failing(broke)))
                            .start("/greet hello");
            TestRun amid =
                    pipeline.withModel(ScriptedModel.of(ScriptedReply.text("Go").thenFail(broke)))
                            .start("/greet hello");

            assertThatThrownBy(before::read).isInstanceOf(FailureException.class);
            assertThat(amid.next()).isInstanceOf(ReplyEvent.Opened.class);
            assertThat(amid.next()).isEqualTo(new ReplyEvent.Text("Hello you! "));
            assertThat(amid.next()).isEqualTo(new ReplyEvent.Text("Go"));
            assertThatThrownBy(amid::next)
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            thrown -> assertThat(thrown.failure()).isEqualTo(broke));
            amid.close();
        }
    }

    @Test
    void anExceptionOfTheAgentNamesIt() {
        assertThatThrownBy(
                        () ->
                                TestPipeline.run(
                                        of(
                                                (_, _) -> {
                                                    throw new IllegalStateException("broken");
                                                }),
                                        "/greet hello"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        thrown ->
                                assertThat(thrown.failure())
                                        .isEqualTo(
                                                new Failure.AgentFailed(
                                                        "greet", "IllegalStateException")))
                .hasRootCauseMessage("broken");
    }

    @Test
    void aClientThatLeavesEndsAReplyThatWaits() {
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.of(ScriptedReply.text("Good ").thenWaitFor(gate));
        try (TestPipeline pipeline = TestPipeline.of(greeting()).withModel(model)) {
            TestRun run = pipeline.start("/greet hello");
            TestRun.Reading reading = run.readInBackground();
            gate.awaitReached();

            run.cancel();

            assertThatThrownBy(reading::await)
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            thrown ->
                                    assertThat(thrown.failure())
                                            .isEqualTo(new Failure.Cancelled()));
            assertThat(model.open()).isEmpty();
        }
    }

    @Test
    void aReplyThatNeverBeginsIsEndedTheSameWay() {
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.of(ScriptedReply.of().thenWaitFor(gate));
        try (TestPipeline pipeline = TestPipeline.of(greeting()).withModel(model)) {
            TestRun run = pipeline.start("/greet hello");
            TestRun.Reading reading = run.readInBackground();
            gate.awaitReached();

            run.cancel();

            assertThatThrownBy(reading::await).isInstanceOf(FailureException.class);
        }
    }

    @Test
    void anAgentPastItsDeadlineIsInterruptedWhereItWaits() {
        Gate gate = new Gate();
        Greeting waiting =
                of(
                        (_, _) -> {
                            gate.pass(new java.util.concurrent.CompletableFuture<>());
                            return ChatReply.ofText("late");
                        });
        try (TestPipeline pipeline = TestPipeline.of(waiting)) {
            TestRun.Reading reading = pipeline.start("/greet hello").readInBackground();
            gate.awaitReached();

            reading.interrupt();

            assertThatThrownBy(reading::await).isInstanceOf(FailureException.class);
        }
    }

    @Test
    void aGateThatTheTestOpensLetsTheReplyGoOn() {
        Gate gate = new Gate();
        ScriptedModel model =
                ScriptedModel.of(ScriptedReply.text("Good ").thenWaitFor(gate).thenText("day."));
        try (TestPipeline pipeline = TestPipeline.of(greeting()).withModel(model)) {
            TestRun.Reading reading = pipeline.start("/greet hello").readInBackground();
            gate.awaitReached();
            gate.open();

            assertThat(reading.await().text()).isEqualTo("Hello you! Good day.");
        }
    }

    @Test
    void whatTheChainTellsCanBeSet() {
        Greeting asking =
                of(
                        (request, chain) ->
                                ChatReply.ofText(
                                        chain.contextLength(request.model())
                                                + " "
                                                + request.stream()));
        try (TestPipeline pipeline =
                TestPipeline.of(asking)
                        .withChain(chain -> chain.withContextLength(64))
                        .streaming(false)) {
            assertThat(pipeline.start("/greet hello").read().text())
                    .isEqualTo("OptionalInt[64] false");
        }
    }

    @Test
    void anAgentSeesTheCommandsBehindIt() {
        Greeting telling = of((request, chain) -> ChatReply.ofText(chain.agents().toString()));
        try (TestPipeline pipeline =
                TestPipeline.of(telling).withChain(chain -> chain.withAgents("/rag"))) {
            assertThat(pipeline.start("/greet /greet(Ada) hello").read().text())
                    .isEqualTo("[/greet(Ada), /rag]");
        }
    }

    @Test
    void theLastNoteOfANameCounts() {
        ScriptedReply reply =
                ScriptedReply.of(
                        new ReplyEvent.Note("count", Json.of(1)),
                        new ReplyEvent.Note("count", Json.of(2)));
        try (TestPipeline pipeline =
                TestPipeline.of(greeting()).withModel(ScriptedModel.of(reply))) {
            assertThat(pipeline.start("/greet hello").read().notes())
                    .containsEntry("count", Json.of(2));
        }
    }
}
