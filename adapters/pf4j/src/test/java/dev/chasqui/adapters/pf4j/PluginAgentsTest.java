package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.jars.JarAdmission;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.command.KnownCommands;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugin.service.Metrics;
import dev.chasqui.plugin.service.Services;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

class PluginAgentsTest {
    @TempDir private Path folder;
    private final List<PluginAgents> opened = new ArrayList<>();
    private JarTrust trust = JarTrust.NONE;

    @BeforeEach
    void forgetWhatPluginsDid() {
        System.clearProperty("sample.stopped");
    }

    @AfterEach
    void close() {
        opened.forEach(PluginAgents::close);
    }

    @Test
    void aJarIsTrustedByTheFolderInWhichItLiesAndByNothingElse() throws IOException {
        Path own = folder.resolve("own");
        PluginJar.ofAgent("rag").in(own, "rag.jar");
        PluginJar.ofAgent("context").in(own, "context.jar");
        Path other = folder.resolve("other");
        PluginJar.ofAgent("rag").in(other, "rag.jar");
        trust =
                new JarTrust(
                        Optional.of(Files.createSymbolicLink(folder.resolve("l"), own)), Set.of());

        PluginAgents agents = load(own, other);

        assertThat(agents.enter().find("rag")).isPresent();
        assertThat(agents.enter().isTrusted("rag")).isFalse();
        assertThat(agents.enter().isTrusted("context")).isTrue();
        assertThat(agents.enter().isTrusted("nothing")).isFalse();
    }

    @Test
    void aJarIsTrustedByItsBytes() throws IOException {
        Path known = PluginJar.ofAgent("known").in(folder, "known.jar");
        PluginJar.ofAgent("unknown").in(folder, "unknown.jar");
        String gone = "0".repeat(64);
        trust = new JarTrust(Optional.empty(), Set.of(JarTrust.sha256(known), gone));

        PluginAgents agents = load(folder);

        assertThat(agents.enter().isTrusted("known")).isTrue();
        assertThat(agents.enter().isTrusted("unknown")).isFalse();
        assertThat(agents.warnings())
                .containsExactly(
                        "plugins.trusted: "
                                + gone
                                + " is the SHA-256 of no jar here; it has no effect");
    }

    @Test
    void aDroppedJarGivesItsAgent() throws IOException {
        Path jar =
                PluginJar.of(
                                "shout",
                                PluginJar.agent("shout"),
                                """
                                public ChatRequest before(ChatRequest request, Exchange exchange) {
                                    return request.withInstruction("Answer in capitals.");
                                }
                                """)
                        .in(folder, "shout.jar");

        PluginAgents agents = load(folder);

        assertThat(agents.reports())
                .containsExactly(
                        new PluginReport(jar, List.of("shout"), List.of(), Optional.empty()));
        assertThat(agents.warnings()).isEmpty();
        assertThat(agents.enter().all()).extracting(AgentType::name).containsExactly("shout");
        assertThat(systemMessage(agents.enter().find("shout").orElseThrow(), "/shout"))
                .isEqualTo("Answer in capitals.");
        assertThat(agents.enter().find("whisper")).isEmpty();
    }

    @Test
    void argumentsAndConfigAreTyped() throws IOException {
        greeter().in(folder, "greet.jar");

        PluginAgents agents =
                load(
                        config("greet", Json.Obj.EMPTY.with("greeting", new Json.Str("Hola"))),
                        folder);

        assertThat(systemMessage(agents.enter().find("greet").orElseThrow(), "/greet(Eve)"))
                .isEqualTo("Hola, Eve");
    }

    @Test
    void aWrongConfigLeavesThePluginOutAndSaysWhere() throws IOException {
        greeter().in(folder, "greet.jar");

        PluginAgents agents =
                load(config("greet", Json.Obj.EMPTY.with("greting", new Json.Str("Hola"))), folder);

        assertThat(agents.enter().all()).isEmpty();
        assertThat(agents.reports())
                .extracting(report -> report.problem().orElse(""))
                .containsExactly(
                        "agents.greet.greting: unknown (expected: greeting; did you mean"
                                + " greeting?)");
        assertThat(load(config("greet", new Json.Num("5")), folder).reports())
                .extracting(report -> report.problem().orElse(""))
                .containsExactly("agents.greet: 5 (expected: an object)");
    }

    @Test
    void aSectionThatNobodyReadsIsAWarning() {
        PluginAgents agents =
                load(config("contxt", Json.Obj.EMPTY), folder.resolve("missing"), folder);

        assertThat(agents.reports()).isEmpty();
        assertThat(agents.warnings())
                .containsExactly(
                        "agents.contxt: there is no plug-in of this name; it has no effect");
    }

    @Test
    void theNearestPluginOfASectionThatNobodyReadsIsTold() throws IOException {
        PluginJar.ofAgent("greet").in(folder, "greet.jar");

        assertThat(load(config("gret", Json.Obj.EMPTY), folder).warnings())
                .containsExactly(
                        "agents.gret: there is no plug-in of this name; it has no effect (did you"
                                + " mean 'greet'?)");
    }

    @Test
    void aJarInCapitalsIsLoadedAndALinkToNothingIsTold() throws IOException {
        PluginJar.ofAgent("loud").in(folder, "LOUD.JAR");
        Path gone = Files.createSymbolicLink(folder.resolve("gone.jar"), Path.of("nowhere"));

        PluginAgents agents = load(folder);

        assertThat(agents.enter().find("loud")).isPresent();
        assertThat(agents.reports())
                .contains(
                        PluginReport.refused(
                                folder.toRealPath().resolve(gone.getFileName()),
                                "it is a link to a file that is not there"));
    }

    @Test
    void aJarThatIsNotLoadedIsDownWithItsReason() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        PluginJar.ofAgent("one").in(first, "same.jar");
        PluginJar.ofAgent("one").in(second, "same.jar");
        PluginJar.of("bad", "throw new IllegalStateException(\"/home/secret\");")
                .in(first, "bad.jar");

        assertThat(load(first, second).enter().health())
                .isEqualTo(
                        Map.of(
                                "bad.jar",
                                new Health(
                                        false,
                                        Json.Obj.EMPTY.with(
                                                "reason",
                                                Json.of(
                                                        "not loaded: it failed"
                                                                + " (IllegalStateException)")))));
    }

    @Test
    void theSamePluginInALaterFolderWinsAndTheReportSaysSo() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path third = folder.resolve("third");
        Path byFileName = PluginJar.ofAgent("one").in(first, "same.jar");
        Path byName = PluginJar.of("two", PluginJar.agent("old")).in(first, "old.jar");
        Path winner = PluginJar.of("two", PluginJar.agent("new")).in(second, "same.jar");
        Path byId = PluginJar.ofAgent("x").id("three").in(second, "x.jar");
        PluginJar.ofAgent("three").id("three").in(third, "three.jar");

        PluginAgents agents = load(first, second, third);

        assertThat(agents.enter().all())
                .extracting(AgentType::name)
                .containsExactly("new", "three");
        assertThat(agents.reports())
                .filteredOn(report -> !report.loaded())
                .extracting(PluginReport::jar)
                .containsExactlyInAnyOrder(byFileName, byName, byId);
        assertThat(agents.reports())
                .contains(
                        PluginReport.refused(
                                byName, winner + " is the same plug-in and comes later"));
    }

    @Test
    void anAgentOfALaterFolderWinsItsName() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path loser =
                PluginJar.of("one", PluginJar.agent("both") + PluginJar.agent("own"))
                        .in(first, "one.jar");
        Path winner = PluginJar.of("two", PluginJar.agent("both")).in(second, "two.jar");

        PluginAgents agents = load(first, second);

        assertThat(agents.reports())
                .contains(
                        new PluginReport(
                                loser,
                                List.of("own"),
                                List.of("/both is left to " + winner + ", which comes later"),
                                Optional.empty()));
    }

    @Test
    void aFolderNamedTwiceIsReadOnce() throws IOException {
        PluginJar.ofAgent("one").in(folder, "one.jar");

        assertThat(load(folder, folder.resolve(".")).reports()).hasSize(1);
    }

    @Test
    void onlyJarsDirectlyInAFolderCount() throws IOException {
        PluginJar.ofAgent("deep").in(folder.resolve("deep"), "deep.jar");
        PluginJar.ofAgent("other").in(folder, "other.zip");

        assertThat(load(folder).reports()).isEmpty();
    }

    @Test
    void closingStopsEachPluginOnce() throws IOException {
        String stop =
                """
                public void stop() {
                    System.setProperty(
                            "sample.stopped", System.getProperty("sample.stopped", "") + name());
                }
                """;
        PluginJar.of("a", PluginJar.agent("a"), stop).in(folder, "a.jar");
        PluginJar.of("b", PluginJar.agent("b"), stop).in(folder, "b.jar");
        PluginJar.of("c", PluginJar.agent("c"), "public void stop() { throw new Error(); }")
                .in(folder, "c.jar");
        PluginAgents agents = load(folder);

        agents.close();
        agents.close();

        assertThat(System.getProperty("sample.stopped")).isEqualTo("ba");
        assertThat(agents.enter().all()).isEmpty();
    }

    private static PluginJar greeter() {
        return PluginJar.of(
                "greet",
                """
                String greeting = host.config(Section.class).greeting();
                contributions.agent(new AgentType<>("greet", "Greets", Whom.class, whom -> new Agent() {
                    public ChatRequest before(ChatRequest request, Exchange exchange) {
                        return request.withInstruction(greeting + ", " + whom.name());
                    }
                }));
                """,
                "record Section(@Argument(fallback = \"Hello\") String greeting) {}",
                "private record Whom(String name) {}");
    }

    /** Otherwise one plug-in could keep the others from ending. */
    @Test
    void aServiceThatDoesNotEndKeepsNothingElseFromEnding() throws IOException {
        PluginJar.ofAgent("a").in(folder, "a.jar");
        PluginJar.ofAgent("b").in(folder, "b.jar");
        Path copies = folder.resolve("copies");
        PluginAgents agents =
                new PluginAgents(
                        List.of(folder),
                        copies,
                        new PluginSettings(
                                Json.Obj.EMPTY,
                                folder,
                                folder::resolve,
                                trust,
                                JarAdmission.ANY,
                                Duration.ofSeconds(30),
                                (_, _) -> new EndlessLoan()));
        assertThat(copies).isNotEmptyDirectory();

        agents.close();

        assertThat(copies).as("all jars are closed").isEmptyDirectory();
    }

    private static final class EndlessLoan implements ServiceLender.Loan {
        @Override
        public Services services() {
            return NoLoan.INSTANCE.services();
        }

        @Override
        public Metrics metrics() {
            return NoLoan.INSTANCE.metrics();
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close() {
            throw new IllegalStateException("it does not end");
        }
    }

    private PluginAgents load(Path... folders) {
        return load(Json.Obj.EMPTY, folders);
    }

    private PluginAgents load(Json.Obj sections, Path... folders) {
        PluginAgents agents =
                new PluginAgents(
                        List.of(folders),
                        folder.resolve("copies-" + UUID.randomUUID()),
                        new PluginSettings(
                                sections, folder, folder::resolve, trust, Duration.ofSeconds(30)));
        opened.add(agents);
        return agents;
    }

    private static Json.Obj config(String name, Json section) {
        return Json.Obj.EMPTY.with(name, section);
    }

    private static <A extends Record> String systemMessage(AgentType<A> type, String command) {
        A arguments = CommandBinder.bind(Command.parse(command, only(type)), type);
        Exchange exchange =
                new Exchange("id", Caller.anonymous("127.0.0.1"), Dialect.OPENAI, progress -> {});
        return type.maker()
                .apply(arguments)
                .before(
                        ChatRequest.of(
                                "m", false, Conversation.of(List.of(Message.of(Role.USER, "Hi")))),
                        exchange)
                .messages()
                .getFirst()
                .text();
    }

    private static KnownCommands only(AgentType<?> type) {
        return new KnownCommands() {
            @Override
            public boolean contains(String name) {
                return name.equals(type.name());
            }

            @Override
            public String usage(String name) {
                return "";
            }
        };
    }
}
