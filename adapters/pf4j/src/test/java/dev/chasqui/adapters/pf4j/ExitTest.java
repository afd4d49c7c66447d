package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Jars that try to end the server. If one could, this test would have no result. */
class ExitTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "System.exit(3);                                    | System.exit(3)",
                "Runtime.getRuntime().exit(4);                      | Runtime.exit(4)",
                "Runtime.getRuntime().halt(5);                      | Runtime.halt(5)",
                "java.util.stream.IntStream.of(6).forEach(System::exit); | System.exit(6)",
                "((java.util.function.IntConsumer) Runtime.getRuntime()::exit).accept(7);"
                        + " | Runtime.exit(7)",
                "((java.util.function.ObjIntConsumer<Runtime>) Runtime::halt)"
                        + ".accept(Runtime.getRuntime(), 8); | Runtime.halt(8)",
                "Runnable end = () -> System.exit(9); end.run();    | System.exit(9)",
            })
    void isRefusedWhateverItCalls(String code, String call) throws IOException {
        PluginJar.of("bad", code).in(folder, "hostile.jar");

        assertRefused(call);
    }

    @Test
    void isRefusedInAStaticInitializer() throws IOException {
        PluginJar.of("bad", PluginJar.agent("bad"), "static { if (true) System.exit(1); }")
                .in(folder, "hostile.jar");

        assertRefused("System.exit(1)");
    }

    @Test
    void isRefusedInAClassOfItsOwn() throws IOException {
        PluginJar.of("bad", "sample.Ends.now(host.data().toString());")
                .source(
                        "sample.Ends",
                        """
                        package sample;
                        public interface Ends {
                            static void now(String text) {
                                Object joined = text.isEmpty() ? new One() : new Other();
                                try {
                                    for (int i = 0; i < 3; i++) {
                                        if (i == 2) System.exit(i);
                                    }
                                } finally {
                                    joined.hashCode();
                                }
                            }
                        }
                        class One implements Ends {}
                        class Other implements Ends {}
                        """)
                .in(folder, "hostile.jar");

        assertRefused("System.exit(2)");
    }

    @Test
    void methodsOfTheSameNameAreLeftAlone() throws IOException {
        PluginJar.of(
                        "fine",
                        "exit(1); halt(2); new Sample().exit(3);" + PluginJar.agent("fine"),
                        "static void exit(int status) {} void halt(int status) {}")
                .in(folder, "fine.jar");

        try (PluginAgents agents = load()) {
            assertThat(agents.enter().all()).extracting(AgentType::name).containsExactly("fine");
        }
    }

    private void assertRefused(String call) throws IOException {
        PluginJar.ofAgent("good").in(folder, "good.jar");

        try (PluginAgents agents = load()) {
            assertThat(agents.enter().all()).extracting(AgentType::name).containsExactly("good");
            assertThat(agents.reports())
                    .filteredOn(report -> report.jar().endsWith("hostile.jar"))
                    .singleElement()
                    .asString()
                    .contains("hostile.jar is not loaded: it called " + call);
        }
    }

    private PluginAgents load() {
        return new PluginAgents(
                List.of(folder),
                folder.resolve("copies-" + UUID.randomUUID()),
                new PluginSettings(
                        Json.Obj.EMPTY,
                        folder,
                        folder::resolve,
                        JarTrust.NONE,
                        Duration.ofSeconds(30)));
    }
}
