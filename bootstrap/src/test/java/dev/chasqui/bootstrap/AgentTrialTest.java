package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code chasqui agents try} with jars of all kinds. */
class AgentTrialTest {
    private static final String START =
            """
            public void start(Host host, Contributions contributions) {
                contributions.agent(AgentType.of("sample", "A sample", this));
            }
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void theReplyIsPrintedAndTheRestGoesToStandardError() throws IOException {
        AgentJar.make(
                folder,
                START
                        + """
                        public ChatReply handle(ChatRequest request, Chain chain) {
                            chain.exchange().progress("searching");
                            return new DerivedReply(chain.proceed(request).startingWith("Hi! ")) {
                                protected void take(ReplyEvent event) { pass(event); }
                                protected void end() { give(new ReplyEvent.Note("n", Json.of(1))); }
                            };
                        }
                        """);

        CommandRun run = run("/sample hello", "--model-says", "Good day.");

        assertThat(run.out()).isEqualTo("Hi! Good day.\n");
        assertThat(run.err().lines()).containsExactly("progress: searching", "note n: 1");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theBuiltInModelRepliesUnlessAReplyIsGiven() throws IOException {
        AgentJar.make(folder, START);

        assertThat(run("/sample", "hello").out()).startsWith("I am chasqui-extract");
    }

    @Test
    void programsGetOneObject() throws IOException {
        AgentJar.make(folder, START);

        assertThat(run("/sample hello", "--model-says", "Good day.", "--json").out())
                .isEqualTo(
                        "{\"text\":\"Good day.\",\"pieces\":2,\"finish\":\"stop\",\"progress\":[],"
                                + "\"notes\":{}}\n");
    }

    @Test
    void theAgentSeesWhetherAStreamIsAskedFor() throws IOException {
        AgentJar.make(
                folder,
                START
                        + """
                        public ChatReply handle(ChatRequest request, Chain chain) {
                            return ChatReply.ofText("stream: " + request.stream());
                        }
                        """);

        assertThat(run("/sample x").out()).isEqualTo("stream: true\n");
        assertThat(run("/sample x", "--no-stream").out()).isEqualTo("stream: false\n");
    }

    @Test
    void theSectionComesFromTheCommandLineOrAFile() throws IOException {
        AgentJar.make(
                folder,
                """
                public record Section(String word) {}
                String word = "";
                public void start(Host host, Contributions contributions) {
                    word = host.config(Section.class).word();
                    contributions.agent(AgentType.of("greet", "A sample", this));
                }
                public ChatReply handle(ChatRequest request, Chain chain) {
                    return ChatReply.ofText(word);
                }
                """);
        Path file =
                Files.writeString(
                        folder.resolve("config.json"),
                        "{\"agents\": {\"sample\": {\"word\": \"filed\"}}}");

        assertThat(run("/greet x", "--config", "{\"word\": \"typed\"}").out()).isEqualTo("typed\n");
        assertThat(run("/greet x", "--config", file.toString()).out()).isEqualTo("filed\n");
        CommandRun without = run("/greet x");
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err())
                .startsWith("chasqui: sample.jar is not loaded: ")
                .contains("agents.sample.word");
    }

    @Test
    void theAgentHasTheServicesOfAServer() throws IOException {
        AgentJar.make(
                folder,
                """
                Host host;
                public void start(Host given, Contributions contributions) {
                    host = given;
                    host.store().putText("kept", "kept");
                    host.scheduler().after(java.time.Duration.ofHours(1), "later", () -> {});
                    host.http();
                    contributions.counter("tries", "The tries.").add(1);
                    contributions.agent(AgentType.of("sample", "A sample", this));
                }
                public ChatReply handle(ChatRequest request, Chain chain) {
                    StringBuilder said = new StringBuilder(host.store().text("kept").orElse("?"));
                    said.append(host.secret("x").isEmpty() ? ", no secret: " : "");
                    try (ChatReply reply = host.models().chat(request)) {
                        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                            if (event instanceof ReplyEvent.Text text) {
                                said.append(text.text());
                            }
                        }
                    }
                    return ChatReply.ofText(said.toString());
                }
                """);

        CommandRun run = run("/sample hello", "--model-says", "Good day.");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("kept, no secret: Good day.\n");
    }

    @Test
    void aFailureOfTheAgentIsShownWithItsPlace() throws IOException {
        AgentJar.make(
                folder,
                START
                        + """
                        public ChatReply handle(ChatRequest request, Chain chain) {
                            return chain.proceed(request).map(event -> {
                                if (event instanceof ReplyEvent.Finish) {
                                    throw new IllegalStateException("broken");
                                }
                                return event;
                            });
                        }
                        """);

        CommandRun run = run("/sample hello", "--model-says", "Good day.");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("Good day.\n");
        assertThat(run.err())
                .startsWith("java.lang.IllegalStateException: broken")
                .contains("at sample.Sample.")
                .contains("chasqui: agent 'sample'");
    }

    @Test
    void aRefusedJarIsReportedWithTheReason() throws IOException {
        AgentJar.make(folder, "static { if (true) System.exit(3); }" + START);

        CommandRun run = run("/sample hello");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("chasqui: sample.jar is not loaded: it called System.exit(3)");
    }

    @Test
    void aMessageWithoutCommandOrAFileThatIsNoJarIsAMistake() throws IOException {
        AgentJar.make(folder, START);

        CommandRun noCommand = run("hello");
        assertThat(noCommand.exitCode()).isEqualTo(2);
        assertThat(noCommand.err()).contains("'hello' begins with no command (expected: /sample");

        Files.delete(folder.resolve("sample.jar"));
        CommandRun noJar = run("/sample hello");
        assertThat(noJar.exitCode()).isEqualTo(2);
        assertThat(noJar.err()).contains("sample.jar is not there (expected: a jar)");
    }

    @Test
    void aSectionThatIsNoJsonIsAMistake() throws IOException {
        AgentJar.make(folder, START);

        CommandRun run = run("/sample hello", "--config", "{\"word\"");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--config: no JSON (expected: an object");
    }

    private CommandRun run(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("agents", "try", folder.resolve("sample.jar").toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(Map.of(), options -> {}, all.toArray(String[]::new));
    }
}
