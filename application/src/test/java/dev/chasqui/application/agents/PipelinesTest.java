package dev.chasqui.application.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

class PipelinesTest {
    private static final Caller ANYBODY = Caller.anonymous("127.0.0.1").withAllAgents();

    private record Rag(@Argument(help = "how many passages", fallback = "5") int k) {}

    private record Retrieval(int k) implements Agent {}

    private final InstalledAgents installed =
            new InstalledAgents(
                    List.of(
                            new AgentType<>(
                                    "rag",
                                    "Looks things up",
                                    Rag.class,
                                    arguments -> new Retrieval(arguments.k())),
                            AgentType.of("guard", "Guards", new Agent() {}),
                            AgentType.of("fork", "Branches", new Agent() {}).withBranches(),
                            AgentType.of("foreign", "Comes from elsewhere", new Agent() {})));
    private final Pipelines pipelines = new Pipelines(installed);

    @Test
    void aPipelineHoldsItsGenerationUntilItIsClosed() {
        PreparedChat pipeline = prepare("/rag(k=7) /guard What changed?");
        assertThat(installed.inside()).hasValue(1);

        pipeline.pipeline().close();
        assertThat(installed.inside()).hasValue(0);
    }

    @Test
    void whatHasNoAgentsOrIsRefusedHoldsNoGeneration() {
        assertThat(prepare("What changed?").pipeline().steps()).isEmpty();
        assertThat(prepare("/unknown What changed?").pipeline().steps()).isEmpty();
        assertThatThrownBy(() -> prepare("/rag(k=x) Hi")).isInstanceOf(FailureException.class);
        assertThatThrownBy(
                        () -> pipelines.prepare(request("Hi"), permit(ANYBODY), List.of("unknown")))
                .isInstanceOf(FailureException.class);

        assertThat(installed.inside()).hasValue(0);
    }

    @Test
    void aPipelineIsTrustedIfAllItsAgentsAre() {
        assertThat(prepare("Hi").pipeline().isTrusted()).isTrue();
        assertThat(prepare("/help").pipeline().isTrusted()).isTrue();
        assertThat(prepare("/rag /guard Hi").pipeline().isTrusted()).isTrue();
        assertThat(prepare("/rag /foreign Hi").pipeline().isTrusted()).isFalse();
    }

    @Test
    void typedCommandsRunInOrderAndLeaveTheText() {
        PreparedChat pipeline = prepare("/rag(k=7) /guard What changed?");

        assertThat(pipeline.pipeline().steps())
                .extracting(Step::name)
                .containsExactly("rag", "guard");
        Step first = pipeline.pipeline().steps().getFirst();
        assertThat(made(first)).isEqualTo(new Retrieval(7));
        assertThat(first.command()).isEqualTo("/rag(k=7)");
        assertThat(texts(pipeline)).containsExactly("What changed?");
        assertThat(pipeline.request().edited()).containsExactly(ChatRequest.Field.MESSAGES);
    }

    private static Agent made(Step step) {
        return ((LazyAgent) step.agent()).made();
    }

    @Test
    void bracketsHoldPipelinesOfAgents() {
        Pipeline pipeline = prepare("/fork[/rag(k=7) /fork[/guard|] | ] /guard Hi").pipeline();

        assertThat(pipeline.names()).containsExactly("fork", "rag", "fork", "guard", "guard");
        List<BranchSteps> branches = pipeline.steps().getFirst().branches();
        assertThat(branches)
                .extracting(BranchSteps::spelled)
                .containsExactly("/rag(k=7) /fork[/guard | ]", "");
        assertThat(made(branches.getFirst().steps().getFirst())).isEqualTo(new Retrieval(7));
        assertThat(branches.getLast().steps()).isEmpty();
    }

    @Test
    void agentsInBracketsNeedTheSameRightsAndTrust() {
        Caller reader = new Caller("reader", Caller.Role.USER, Set.of("rag", "fork"));

        assertThat(prepare("/fork[/rag | /fork[/foreign]] Hi").pipeline().isTrusted()).isFalse();
        assertThat(prepare("/fork[/rag | /fork[/guard]] Hi").pipeline().isTrusted()).isTrue();
        assertThatThrownBy(
                        () ->
                                pipelines.prepare(
                                        request("/fork[/rag | /guard] Hi"),
                                        permit(reader),
                                        List.of()))
                .hasMessageContaining("'reader' may not use /guard");
    }

    @Test
    void bracketsAndArgumentsThatAnAgentDoesNotTakeAreToldWithTheirPlace() {
        assertThatThrownBy(() -> prepare("/rag[/guard] Hi"))
                .hasMessageStartingWith(
                        "/rag: it takes no brackets, at column 5, marked ▸ in '/rag▸[/guard] Hi'");
        assertThatThrownBy(
                        () ->
                                pipelines.prepare(
                                        request("Hi"),
                                        permit(ANYBODY),
                                        List.of("guard", "fork[/rag(x)]")))
                .hasMessageStartingWith(
                        "/rag: k: 'x' (expected: a whole number), at column 11 of entry 2 of"
                                + " agents, marked ▸ in 'fork[/rag(▸x)]'");
    }

    @Test
    void agentsAskedForBesideTheTextComeFirst() {
        PreparedChat pipeline =
                pipelines.prepare(
                        request("/guard Hi"), permit(ANYBODY), List.of("rag(k=2)", "/guard"));

        assertThat(pipeline.pipeline().steps())
                .extracting(Step::name)
                .containsExactly("rag", "guard", "guard");
    }

    @Test
    void commandsOfEarlierMessagesAreRemovedAndDoNotRun() {
        PreparedChat pipeline =
                pipelines.prepare(
                        request(
                                Message.of(Role.USER, "/rag(k=1) First?"),
                                Message.of(Role.ASSISTANT, "/rag is mine"),
                                Message.of(Role.USER, "//rag Second?"),
                                Message.of(Role.USER, "/guard"),
                                Message.of(Role.ASSISTANT, "Yes.")),
                        permit(ANYBODY),
                        List.of());

        assertThat(pipeline.pipeline().steps()).extracting(Step::name).containsExactly("guard");
        assertThat(texts(pipeline))
                .containsExactly("First?", "/rag is mine", "/rag Second?", "", "Yes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/x fails", "What does /rag do?", "Hi"})
    void aRequestWithoutCommandsStaysTheSame(String text) {
        ChatRequest request = request(text);

        PreparedChat pipeline = pipelines.prepare(request, permit(ANYBODY), List.of());

        assertThat(pipeline.request()).isSameAs(request);
        assertThat(pipeline.pipeline().steps()).isEmpty();
    }

    @Test
    void aRequestThatCannotHoldCommandsIsNotDecoded() {
        ChatRequest request = undecodable(ChatRequest.Form.CHAT, false);

        assertThat(pipelines.prepare(request, permit(ANYBODY), List.of()).request())
                .isSameAs(request);
        assertThat(pipelines.prepare(request, permit(ANYBODY), List.of("rag")).pipeline().steps())
                .hasSize(1);
    }

    @Test
    void aRawPromptHasNoCommands() {
        ChatRequest request = undecodable(ChatRequest.Form.RAW, true);

        assertThat(pipelines.prepare(request, permit(ANYBODY), List.of()).request())
                .isSameAs(request);
        assertThatThrownBy(() -> pipelines.prepare(request, permit(ANYBODY), List.of("rag")))
                .hasMessage("agents: rag (expected: none, since no agent works on a raw prompt)");
    }

    @Test
    void anUnknownNameBesideTheTextIsRefusedWithThoseThereAre() {
        Caller reader = new Caller("reader", Caller.Role.USER, Set.of("rag"));

        assertThatThrownBy(() -> pipelines.prepare(request("Hi"), permit(reader), List.of("rug")))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class))
                .hasMessageContaining("'rug' is not a command")
                .hasMessageEndingWith("there are: help, rag");
    }

    @Test
    void aCommandThatTheCallerMayNotUseIsForbidden() {
        Caller reader = new Caller("reader", Caller.Role.USER, Set.of("rag"));

        assertThatThrownBy(() -> pipelines.prepare(request("/guard Hi"), permit(reader), List.of()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Forbidden.class))
                .hasMessageContaining("'reader' may not use /guard");
        assertThat(
                        pipelines
                                .prepare(request("/help"), permit(reader), List.of())
                                .pipeline()
                                .steps())
                .hasSize(1);
    }

    @Test
    void aBadArgumentAndTooManyCommandsAreRefused() {
        assertThatThrownBy(() -> prepare("/rag(k=x) Hi"))
                .hasMessage(
                        "/rag: k: 'x' (expected: a whole number), at column 6, marked ▸ in"
                            + " '/rag(▸k=x) Hi'; /rag takes k (a whole number, default 5: how many"
                            + " passages)");
        assertThatThrownBy(() -> prepare("/guard ".repeat(17)))
                .hasMessage("17 commands (expected: at most 16)");
        assertThatThrownBy(
                        () ->
                                prepare(
                                        "/fork["
                                                + "/guard ".repeat(8)
                                                + "] /fork["
                                                + "/guard ".repeat(7)
                                                + "]"))
                .hasMessage("17 commands (expected: at most 16)");
    }

    @Test
    void anAgentThatCannotBeMadeFailsItsExchangeAlone() {
        Pipelines broken =
                new Pipelines(
                        new InstalledAgents(
                                List.of(
                                        new AgentType<>(
                                                "broken",
                                                "Breaks",
                                                AgentType.NoArguments.class,
                                                none -> {
                                                    throw new IllegalStateException("secret");
                                                }))));

        assertThatThrownBy(() -> first(broken, "/broken"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.AgentFailed.class))
                .hasMessageNotContaining("secret")
                .hasMessageContaining("it could not be made");
    }

    private static ChatReply first(Pipelines pipelines, String text) {
        PreparedChat chat = pipelines.prepare(request(text), permit(ANYBODY), List.of());
        return chat.pipeline().steps().getFirst().agent().handle(chat.request(), chainFor(ANYBODY));
    }

    @Test
    void argumentsThatAConstructorRefusesAreAMistakeOfTheCaller() {
        Pipelines refusing =
                new Pipelines(
                        new InstalledAgents(
                                List.of(
                                        new AgentType<>(
                                                "picky",
                                                "Refuses",
                                                AgentType.NoArguments.class,
                                                none -> {
                                                    throw new IllegalArgumentException("not so");
                                                }))));

        assertThatThrownBy(() -> first(refusing, "/picky"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class))
                .hasMessageStartingWith("/picky: not so");
    }

    @Test
    void helpAnswersWithWhatTheCallerMayUse() {
        Caller reader = new Caller("reader", Caller.Role.USER, Set.of("rag"));

        assertThat(answer("/help", reader))
                .contains("- `/help(command)`: Lists", "- `/rag(k)`: Looks things up")
                .doesNotContain("guard");
        assertThat(answer("/help(rag)", reader))
                .isEqualTo(
                        "`/rag(k)`: Looks things up\n\n- `k`: a whole number, default 5; how many"
                                + " passages");
        assertThat(answer("/help(fork)", ANYBODY))
                .endsWith("It takes pipelines of commands in brackets: `/fork[… | …]`.");
        assertThatThrownBy(() -> answer("/help(guard)", reader))
                .hasMessage("/help: there is no command 'guard' for you; there are: help, rag");
    }

    private String answer(String command, Caller caller) {
        PreparedChat pipeline = pipelines.prepare(request(command), permit(caller), List.of());
        ChatReply reply =
                pipeline.pipeline()
                        .steps()
                        .getFirst()
                        .agent()
                        .handle(pipeline.request(), chainFor(caller));
        StringBuilder text = new StringBuilder();
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            if (event instanceof ReplyEvent.Text more) {
                text.append(more.text());
            }
        }
        return text.toString();
    }

    /** Makes a chain on which no agent may proceed. */
    private static Chain chainFor(Caller caller) {
        Exchange exchange = new Exchange("id", caller, Dialect.OPENAI, progress -> {});
        return new Chain() {
            @Override
            public ChatReply proceed(ChatRequest request) {
                throw new AssertionError("the model was asked");
            }

            @Override
            public Exchange exchange() {
                return exchange;
            }

            @Override
            public Chain on(Exchange branch) {
                return chainFor(branch.caller());
            }

            @Override
            public OptionalInt contextLength(String model) {
                return OptionalInt.empty();
            }

            @Override
            public OptionalInt countTokens(String model, String text) {
                return OptionalInt.empty();
            }
        };
    }

    private PreparedChat prepare(String text) {
        return pipelines.prepare(request(text), permit(ANYBODY), List.of());
    }

    private static ChatRequest request(String text) {
        return request(Message.of(Role.USER, text));
    }

    private static ChatRequest request(Message... messages) {
        return ChatRequest.of("llama3", false, Conversation.of(List.of(messages)));
    }

    private static ChatRequest undecodable(ChatRequest.Form form, boolean mayHoldCommands) {
        return ChatRequest.decoded(
                "llama3",
                form,
                false,
                mayHoldCommands,
                () -> {
                    throw new AssertionError("decoded");
                },
                () -> Dialect.OLLAMA);
    }

    private static List<String> texts(PreparedChat pipeline) {
        return pipeline.request().messages().stream().map(Message::text).toList();
    }

    private static Permit permit(Caller caller) {
        return KeyRights.of(caller);
    }
}
