package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.AgentState;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.application.port.agents.JarTrustLevel;
import dev.chasqui.application.port.agents.PluginControl;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The list of the plug-ins, and their control by administrators. */
class PluginControlsTest {
    private static final String STARTS = "sample.starts";

    @TempDir private Path temp;
    private final List<PluginAgents> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(PluginAgents::close);
        System.clearProperty(STARTS);
    }

    @Test
    void aJarIsListedWithItsGenerationStateAndTrust() throws IOException {
        Path jar = PluginJar.ofAgent("a").in(folder(), "a.jar");
        PluginControl control = open().control();

        assertThat(control.jars())
                .containsExactly(
                        new InstalledJar(
                                "a",
                                jar.toString(),
                                JarTrust.sha256(jar),
                                List.of("a"),
                                1,
                                AgentState.ACTIVE,
                                JarTrustLevel.UNTRUSTED,
                                Optional.empty(),
                                Optional.empty()));
        assertThat(control.agents())
                .containsExactly(
                        new InstalledAgent(
                                "a",
                                "help of a",
                                "/a takes no arguments",
                                "a",
                                AgentState.ACTIVE,
                                "jar"));
    }

    @Test
    void aReloadStartsAnotherInstanceOfAnUnchangedJar() throws IOException {
        counting("a").in(folder(), "a.jar");
        counting("b").in(folder(), "b.jar");
        PluginAgents agents = open();
        try (AgentGeneration before = agents.enter()) {
            AgentType<?> old = before.find("a").orElseThrow();

            assertThat(agents.control().reload("a")).isEqualTo("a");

            assertThat(before.find("a").orElseThrow()).isSameAs(old);
            try (AgentGeneration now = agents.enter()) {
                assertThat(now.find("a").orElseThrow()).isNotSameAs(old);
            }
        }
        assertThat(System.getProperty(STARTS)).isEqualTo("aba");
        assertThat(agents.control().jars())
                .extracting(InstalledJar::generation)
                .containsExactly(2, 1);
    }

    @Test
    void aReloadThatFailsSaysWhyAndTheOldOneGoesOn() throws IOException {
        Path jar = PluginJar.ofAgent("a").in(folder(), "a.jar");
        PluginControl control = open().control();
        Files.writeString(jar, "PK, or not");

        assertThatThrownBy(() -> control.reload("a"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e ->
                                assertThat(e.failure().message())
                                        .startsWith("agent 'a' failed: it is not a jar")
                                        .endsWith("; generation 1 goes on with the jar of before"));

        assertThat(control.jars())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.name()).isEqualTo("a");
                            assertThat(one.state()).isEqualTo(AgentState.FAILED);
                            assertThat(one.generation()).isEqualTo(1);
                            assertThat(one.agents()).containsExactly("a");
                        });
        assertThat(control.agents())
                .extracting(InstalledAgent::state)
                .containsExactly(AgentState.ACTIVE);
    }

    @Test
    void aDisabledPluginIsStoppedAndKnownAndStaysSoAfterARestart() throws IOException {
        PluginJar.of(
                        "a",
                        "contributions.agent(AgentType.of(\"x\", \"help of x\","
                                + " this).withOnFailure(OnFailure.OPEN));"
                                + COUNT,
                        "public void stop() {"
                                + " System.setProperty(\"sample.starts\", \"stopped\"); }")
                .in(folder(), "a.jar");
        PluginAgents first = open();
        AgentGeneration running = first.enter();

        assertThat(first.control().disable("a")).isEqualTo("a");
        first.control().disable("a");

        assertThat(running.find("x")).isPresent();
        assertThat(System.getProperty(STARTS)).isEqualTo("a");
        assertDisabled(first);
        running.close();
        first.close();
        assertThat(System.getProperty(STARTS)).isEqualTo("stopped");
        PluginAgents second = open();
        assertThat(System.getProperty(STARTS)).as("nothing was started").isEqualTo("stopped");
        assertDisabled(second);

        assertThat(second.control().enable("a")).isEqualTo("a");

        try (AgentGeneration now = second.enter()) {
            assertThat(now.find("x")).isPresent();
            assertThat(now.disabled("x")).isEmpty();
        }
        assertThat(second.control().jars())
                .extracting(InstalledJar::state)
                .containsExactly(AgentState.ACTIVE);
    }

    private static void assertDisabled(PluginAgents agents) {
        try (AgentGeneration now = agents.enter()) {
            assertThat(now.find("x")).isEmpty();
            assertThat(now.all()).isEmpty();
            assertThat(now.disabled("x")).contains(OnFailure.OPEN);
            assertThat(now.disabled("y")).isEmpty();
        }
        assertThat(agents.control().agents())
                .containsExactly(
                        new InstalledAgent(
                                "x",
                                "help of x",
                                "/x takes no arguments",
                                "a",
                                AgentState.DISABLED,
                                "jar"));
        assertThat(agents.control().jars())
                .singleElement()
                .satisfies(
                        jar -> {
                            assertThat(jar.state()).isEqualTo(AgentState.DISABLED);
                            assertThat(jar.generation()).isZero();
                            assertThat(jar.reason()).contains("it is disabled");
                        });
        assertThatThrownBy(() -> agents.control().reload("a"))
                .hasMessageContaining("'a' is disabled");
        assertThatThrownBy(() -> agents.control().enable("x"))
                .hasMessageContaining("'a' is disabled");
    }

    @Test
    void oneAgentOfAPluginIsDisabledAlone() throws IOException {
        PluginJar.of("a", PluginJar.agent("x") + PluginJar.agent("y")).in(folder(), "a.jar");
        PluginAgents agents = open();

        assertThat(agents.control().disable("x")).isEqualTo("a");

        try (AgentGeneration now = agents.enter()) {
            assertThat(now.all()).extracting(AgentType::name).containsExactly("y");
            assertThat(now.disabled("x")).contains(OnFailure.CLOSED);
        }
        assertThat(agents.control().jars())
                .extracting(InstalledJar::generation)
                .as("the plug-in goes on")
                .containsExactly(1);
        agents.control().enable("x");
        try (AgentGeneration now = agents.enter()) {
            assertThat(now.all()).hasSize(2);
        }
    }

    @Test
    void aJarThatFailsCanBeDisabledByItsFileNameAndIsNotOpenedAgain() throws IOException {
        PluginJar.of("a", "throw new IllegalStateException();", INITIALISER).in(folder(), "x.jar");
        PluginAgents first = open();
        assertThat(System.getProperty(STARTS)).isEqualTo("i");

        assertThat(first.control().disable("a")).isEqualTo("a");

        PluginAgents second = open();
        assertThat(System.getProperty(STARTS)).isEqualTo("i");
        assertThat(second.control().jars())
                .extracting(InstalledJar::state)
                .containsExactly(AgentState.DISABLED);
        assertThatThrownBy(() -> second.control().enable("a"))
                .hasMessageContaining("it is enabled, but it failed");
    }

    @Test
    void anUnknownNameIsToldWithTheNearestOnes() throws IOException {
        PluginJar.ofAgent("shout").in(folder(), "shout.jar");
        PluginControl control = open().control();

        for (String name : List.of("shuot", "shou", "SHOUT")) {
            assertThatThrownBy(() -> control.disable(name))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e ->
                                    assertThat(e.failure())
                                            .isEqualTo(
                                                    new Failure.NotFound(
                                                            "there is no plug-in or agent '"
                                                                    + name
                                                                    + "' (did you mean 'shout'?);"
                                                                    + " there are: shout")));
        }
        assertThatThrownBy(() -> control.reload("x".repeat(5_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void anAgentOfAnotherSourceIsDisabledByItsName() throws IOException {
        PluginJar.ofAgent("a").in(folder(), "a.jar");
        PluginAgents agents = open();
        PluginControl control =
                agents.control()
                        .with(
                                () ->
                                        List.of(
                                                new InstalledAgent(
                                                        "note",
                                                        "help",
                                                        "usage",
                                                        "",
                                                        AgentState.ACTIVE,
                                                        "skill")));

        assertThat(control.agents()).extracting(InstalledAgent::name).containsExactly("a", "note");
        assertThat(control.disable("note")).isEqualTo("note");
        try (AgentGeneration now = open().enter()) {
            assertThat(now.disabledNames()).as("after a restart").containsExactly("note");
        }
        assertThatThrownBy(() -> control.reload("note"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.NotFound.class))
                .hasMessageContaining("comes from no jar");
        assertThat(control.enable("note")).isEqualTo("note");
        try (AgentGeneration now = agents.enter()) {
            assertThat(now.disabledNames()).isEmpty();
        }
        assertThatThrownBy(() -> control.disable("nota")).hasMessageContaining("mean 'note'?");
    }

    @Test
    void aFileThatCannotBeWrittenChangesNothing() throws IOException {
        PluginJar.ofAgent("a").in(folder(), "a.jar");
        PluginAgents agents = open();
        Files.writeString(temp.resolve("kept"), "a file where the folder should be");

        assertThatThrownBy(() -> agents.control().disable("a"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.DiskFull.class));
        assertThat(agents.control().jars())
                .extracting(InstalledJar::state)
                .containsExactly(AgentState.ACTIVE);
    }

    @Test
    void aFileThatIsDamagedRefusesTheStartAndStays() throws IOException {
        counting("a").in(folder(), "a.jar");
        Files.createDirectories(temp.resolve("kept"));
        Path kept = temp.resolve("kept/disabled.json");
        for (String damaged :
                List.of(
                        "",
                        "{",
                        "[]",
                        "{\"plugins\":[{}]}",
                        "{\"plugins\":[7]}",
                        "{\"plugins\":\"a\"}",
                        "{\"agents\":[7]}")) {
            Files.writeString(kept, damaged);
            assertThatThrownBy(this::open)
                    .hasMessageStartingWith("data.dir: " + kept)
                    .hasMessageEndingWith("; correct it, or delete it to enable them all");
            assertThat(kept).hasContent(damaged);
        }
        assertThat(System.getProperty(STARTS)).as("nothing was started").isNull();
    }

    private static final String COUNT =
            "System.setProperty(\"sample.starts\", System.getProperty(\"sample.starts\", \"\") +"
                    + " name());";

    private static final String INITIALISER =
            "static { System.setProperty(\"sample.starts\", System.getProperty(\"sample.starts\","
                    + " \"\") + \"i\"); }";

    private static PluginJar counting(String name) {
        return PluginJar.of(name, COUNT + PluginJar.agent(name));
    }

    private Path folder() {
        return temp.resolve("plugins");
    }

    private PluginAgents open() {
        PluginAgents agents =
                new PluginAgents(
                        List.of(folder()),
                        temp.resolve("copies" + opened.size()),
                        temp.resolve("kept/disabled.json"),
                        new PluginSettings(
                                Json.Obj.EMPTY,
                                temp,
                                temp::resolve,
                                JarTrust.NONE,
                                Duration.ofSeconds(30)));
        opened.add(agents);
        return agents;
    }
}
