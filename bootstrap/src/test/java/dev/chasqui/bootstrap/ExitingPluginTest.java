package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

/** A server whose plug-in calls {@code System.exit}. */
class ExitingPluginTest {
    private static final String CONFIG =
            "{\"plugins\":{\"dir\":\"jars\"},\"log\":{\"level\":\"info\"}}";

    @TempDir private Path folder;

    @Test
    void aPlainCallIsRefusedAndTheServerStartsWithoutTheJar() throws Exception {
        jar("static { if (true) System.exit(3); }");

        try (LaunchedServer server = LaunchedServer.launch(folder, CONFIG)) {
            var _ = server.awaitPort();

            assertThat(server.said())
                    .anyMatch(line -> line.contains("loading plug-in") && line.endsWith("ends.jar"))
                    .anyMatch(
                            line ->
                                    line.contains(
                                            "ends.jar is not loaded: it called System.exit(3)"));
        }
    }

    @Test
    void whoCallsByReflectionIsNamed() throws Exception {
        jar(
                """
                static {
                    try {
                        System.class.getMethod("exit", int.class).invoke(null, 3);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                }
                """);

        try (LaunchedServer server = LaunchedServer.launch(folder, CONFIG)) {
            assertThat(server.awaitEnd()).isEqualTo(3);
            assertThat(server.said())
                    .contains(
                            "chasqui: ends.Ends.<clinit>, on the thread plugin-ends.jar, called"
                                    + " System.exit, which ends the server");
        }
    }

    private void jar(String member) throws IOException {
        Path source = folder.resolve("Ends.java");
        Files.writeString(
                source,
                """
                package ends;
                public class Ends implements dev.chasqui.plugin.Plugin {
                    public String name() { return "ends"; }
                    public void start(
                            dev.chasqui.plugin.Host host,
                            dev.chasqui.plugin.Contributions contributions) {}
                    %s
                }
                """
                        .formatted(member));
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                folder.toString(),
                                source.toString());
        assertThat(compiled).isZero();
        Path jars = Files.createDirectories(folder.resolve("jars"));
        try (OutputStream out = Files.newOutputStream(jars.resolve("ends.jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry("ends/Ends.class"));
            Files.copy(folder.resolve("ends/Ends.class"), jar);
            jar.putNextEntry(new JarEntry("META-INF/services/dev.chasqui.plugin.Plugin"));
            jar.write("ends.Ends".getBytes(StandardCharsets.UTF_8));
        }
    }
}
