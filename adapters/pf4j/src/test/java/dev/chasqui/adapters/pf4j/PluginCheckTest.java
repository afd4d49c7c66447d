package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.jars.JarAdmission;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The check of sections by the plug-ins' own records, without a start of a plug-in. */
class PluginCheckTest {
    private static final Json.Obj WRONG =
            Json.Obj.EMPTY.with("greting", Json.of("Hi")).with("times", Json.of("often"));

    @TempDir private Path folder = Path.of("");
    private final Set<String> known = new TreeSet<>();
    private JarTrust trust = JarTrust.NONE;

    @Test
    void allMistakesOfASectionAreTold() throws IOException {
        greeter("").in(folder, "greet.jar");

        assertThat(check("greet", WRONG).mistakes())
                .extracting(Failure.Invalid::message)
                .containsExactly(
                        "agents.greet.greting: unknown (expected: greeting, times; did you mean"
                                + " greeting?)",
                        "agents.greet.times: \"often\" (expected: a whole number)");
        assertThat(check("greet", Json.Obj.EMPTY.with("times", Json.of(2))).mistakes()).isEmpty();
    }

    @Test
    void nothingIsStartedForIt() throws IOException {
        Path trace = folder.resolve("trace");
        String write =
                "try { java.nio.file.Files.createFile(java.nio.file.Path.of(\"%s\")); } catch"
                        + " (java.io.IOException e) { throw new RuntimeException(e); }";
        greeter(write.formatted(trace)).in(folder, "greet.jar");
        PluginJar.of("keeper", "host.data();" + write.formatted(trace)).in(folder, "keeper.jar");

        PluginCheck found = check("greet", Json.Obj.EMPTY);

        assertThat(found.refused()).isEmpty();
        assertThat(found.commands()).contains("greet", "keeper");
        assertThat(trace).doesNotExist();
    }

    @Test
    void theAgentsOfTheDistributionAreKnownThoughTheyComeAfterTheSection() throws IOException {
        PluginJar.of(
                        "keeper",
                        "host.config(Section.class);"
                            + " host.data().resolve(\"x\").toFile().mkdir();contributions.agent(AgentType.of(\"keep\","
                            + " \"Keeps\", new Agent() {}));host.store();",
                        "record Section() {}")
                .in(folder, "keeper.jar");

        check("keeper", Json.Obj.EMPTY);
        assertThat(known).isEmpty();
        trust = new JarTrust(Optional.of(folder), Set.of());
        assertThat(check("keeper", Json.Obj.EMPTY).commands()).contains("keep");
        assertThat(known).containsExactly("keep");
    }

    @Test
    void unusableJarsAndUnreadSectionsAreReported() throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "PK, or not");
        PluginJar.ofAgent("one").in(folder, "one.jar");
        PluginJar.ofAgent("one").id("another").in(folder, "replaced.jar");

        PluginCheck found = check("nobody", WRONG);

        assertThat(found.mistakes()).isEmpty();
        assertThat(found.refused()).singleElement().asString().contains("broken.jar is not loaded");
        assertThat(found.warnings()).singleElement().asString().startsWith("agents.nobody: ");
    }

    /** A plug-in whose start goes on after it has read its section. */
    private static PluginJar greeter(String then) {
        return PluginJar.of(
                "greet",
                "host.config(Section.class);" + then,
                "record Section(@Argument(fallback = \"Hello\") String greeting,"
                        + " @Argument(fallback = \"1\") int times) {}");
    }

    private PluginCheck check(String plugin, Json.Obj section) {
        return PluginCheck.of(
                List.of(folder),
                Json.Obj.EMPTY.with(plugin, section),
                trust,
                JarAdmission.ANY,
                folder.resolve("disabled.json"),
                Duration.ofSeconds(30),
                agents -> known.addAll(agents.keySet()));
    }
}
