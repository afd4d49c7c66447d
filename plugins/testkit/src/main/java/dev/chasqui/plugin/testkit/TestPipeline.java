package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.command.CommandLine;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.command.KnownCommands;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.plugin.Plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Started plug-ins whose commands run before a scripted model, without a server: a message is
 * parsed, its arguments are bound, and its agents run, as the server does.
 *
 * <pre>{@code
 * TestReply reply = TestPipeline.run(new GreeterAgent(), "/greet(name=Ada) hello");
 *
 * try (TestPipeline pipeline = TestPipeline.of(new GreeterAgent())
 *         .withModel(ScriptedModel.saying("Good ", "day."))) {
 *     TestReply reply = pipeline.start("/greet hello").read();
 * }
 * }</pre>
 *
 * <p>Used by one thread. Closing it stops the plug-ins.
 */
public final class TestPipeline implements AutoCloseable {
    /** The model that requests ask for. */
    public static final String MODEL = "test-model";

    private final Map<String, AgentType<?>> agents = new LinkedHashMap<>();
    private final List<Plugin> started = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private ScriptedModel model = ScriptedModel.echo();
    private UnaryOperator<TestChain> chain = UnaryOperator.identity();
    private boolean streaming = true;

    private TestPipeline() {}

    /** Starts a plug-in without a section in the config. */
    public static TestPipeline of(Plugin plugin) {
        return of(plugin, "{}");
    }

    /**
     * Starts a plug-in with its section of the config.
     *
     * @param section a JSON object
     * @throws dev.chasqui.domain.failure.FailureException if the section does not fit
     */
    public static TestPipeline of(Plugin plugin, String section) {
        return new TestPipeline().with(plugin, section);
    }

    /**
     * Runs one streaming request through a plug-in; the model is {@link ScriptedModel#echo}.
     *
     * @param message commands and text, such as {@code /greet(name=Ada) hello}
     * @throws dev.chasqui.domain.failure.FailureException if there is no whole reply
     * @throws AssertionError if the agent left a reply open
     */
    public static TestReply run(Plugin plugin, String message) {
        try (TestPipeline pipeline = of(plugin)) {
            return pipeline.start(message).read();
        }
    }

    /** Starts one more plug-in, so that commands of several can be tested together. */
    public TestPipeline with(Plugin plugin, String section) {
        boolean done = false;
        try {
            Path folder = Files.createTempDirectory("plugin");
            folders.add(folder);
            started.add(plugin);
            TestContributions added = new TestContributions();
            plugin.start(new TestHost(plugin.name(), parsed(section), folder), added);
            added.agents().forEach(type -> agents.put(type.name(), type));
            done = true;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private static Json.Obj parsed(String section) {
        return switch (JsonReader.read(section.getBytes(StandardCharsets.UTF_8))) {
            case Json.Obj members -> members;
            case Json other ->
                    throw new IllegalArgumentException(
                            "section: " + other + " (expected: a JSON object)");
        };
    }

    /** Sets the model behind the agents; without it, {@link ScriptedModel#echo}. */
    public TestPipeline withModel(ScriptedModel its) {
        this.model = its;
        return this;
    }

    /**
     * Sets what else the chain can tell, such as {@code chain -> chain.withContextLength(4096)}.
     */
    public TestPipeline withChain(UnaryOperator<TestChain> its) {
        this.chain = its;
        return this;
    }

    /** Sets whether the client asks for a stream; without it, it does. */
    public TestPipeline streaming(boolean asked) {
        this.streaming = asked;
        return this;
    }

    /** Returns the model behind the agents. */
    public ScriptedModel model() {
        return model;
    }

    /**
     * Prepares a request of one message; no agent runs before it is read.
     *
     * @param message commands and text, such as {@code /greet(name=Ada) hello}
     * @throws dev.chasqui.domain.failure.FailureException if a command is badly written
     * @throws AssertionError if the message begins with no command of the plug-ins
     */
    public TestRun start(String message) {
        CommandLine line = CommandLine.parse(message, new Known());
        if (line.commands().isEmpty()) {
            throw new AssertionError(
                    "'" + message + "' begins with no command (expected: one of " + names() + ")");
        }
        return start(
                line.commands(),
                ChatRequest.of(
                        MODEL,
                        streaming,
                        Conversation.of(List.of(Message.of(Role.USER, line.text())))));
    }

    /**
     * Prepares a request of your own.
     *
     * @param commands the commands in front, such as {@code /greet /shout(loud)}
     * @param request the request without commands
     */
    public TestRun start(String commands, ChatRequest request) {
        return start(CommandLine.parse(commands + " ", new Known()).commands(), request);
    }

    private TestRun start(List<Command> commands, ChatRequest request) {
        List<String> progress = new CopyOnWriteArrayList<>();
        Exchange exchange =
                new Exchange(
                        "test",
                        Caller.anonymous("127.0.0.1").withAllAgents(),
                        Dialect.OPENAI,
                        progress::add);
        TestChain last = chain.apply(TestChain.of(model)).on(exchange);
        return new TestRun(StepChain.of(steps(commands), last), request, model, progress);
    }

    private List<TestStep> steps(List<Command> commands) {
        return commands.stream().map(this::step).toList();
    }

    private TestStep step(Command command) {
        AgentType<?> type = agents.get(command.name());
        if (type == null) {
            throw new AssertionError("there is no /" + command.name() + "; there is " + names());
        }
        return new TestStep(
                command.name(),
                command.toString(),
                agent(command, type),
                command.branches().stream().map(this::steps).toList());
    }

    private static <A extends Record> Agent agent(Command command, AgentType<A> type) {
        A arguments = CommandBinder.bind(command, type);
        return StepChain.guarded(type.name(), () -> type.maker().apply(arguments));
    }

    private String names() {
        return "/" + String.join(", /", agents.keySet());
    }

    private final class Known implements KnownCommands {
        @Override
        public boolean contains(String name) {
            return agents.containsKey(name);
        }

        @Override
        public String usage(String name) {
            AgentType<?> type = agents.get(name);
            return type == null ? "" : CommandUsage.of(type).sentence();
        }
    }

    /** Stops the plug-ins, the last one first, and deletes their folders. */
    @Override
    public void close() {
        started.reversed().forEach(Plugin::stop);
        started.clear();
        folders.forEach(TestPipeline::delete);
        folders.clear();
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
