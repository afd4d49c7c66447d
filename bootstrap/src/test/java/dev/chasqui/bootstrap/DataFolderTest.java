package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.bootstrap.check.StartFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

class DataFolderTest {
    private static final String CONFIG = "{\"backends\":[]}";

    @TempDir private Path folder;

    @Test
    void itIsMadeWithAFolderForEachPlugin() {
        Path data = folder.resolve("deep").resolve("data");

        try (DataFolder opened = DataFolder.open(data)) {
            assertThat(opened.of("rag")).isEqualTo(data.resolve("rag")).isDirectory();
            assertThat(opened.of("rag")).isDirectory();
        }
    }

    @Test
    void aSecondServerInTheSameJvmIsRefusedAndTheFirstGoesOn() {
        try (StartedServer _ = StartedServer.keeping(folder, CONFIG)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> StartedServer.keeping(folder, CONFIG).close())
                        .isInstanceOf(StartFailure.class)
                        .hasMessage(
                                "the data folder "
                                        + folder
                                        + " is in use by another Chasqui; stop it, or set"
                                        + " data.dir");
            }
        }
    }

    @Test
    void aStartThatFailsByAnErrorGivesItsFolderBack() throws IOException {
        Error error = new StackOverflowError();
        Map<String, String> unreadable =
                new HashMap<>() {
                    @Override
                    public String getOrDefault(Object name, String otherwise) {
                        throw error;
                    }
                };
        Path file = folder.resolve("config.json");
        Files.writeString(
                file,
                "{\"backends\":[{\"name\":\"a\",\"url\":\"http://a\",\"apiKeyEnv\":\"A_KEY\"}]}");
        Config config =
                ConfigReader.read(
                        Optional.of(file),
                        Map.of("A_KEY", "sk-1"),
                        Map.of("server.port", "0", "data.dir", folder.toString()));
        PluginFolders none = new PluginFolders(Optional.empty(), List.of());

        assertThatThrownBy(() -> Server.start(config, none, unreadable)).isSameAs(error);

        DataFolder.open(folder).close();
    }

    @Test
    void aServerThatWasClosedGivesItsFolderBack() {
        StartedServer.keeping(folder, CONFIG).close();

        try (StartedServer again = StartedServer.keeping(folder, CONFIG)) {
            assertThat(again.port()).isPositive();
        }
    }

    @Test
    void aFolderThatAnotherProcessHasIsRefusedUntilItEnds() throws Exception {
        Process other = holder();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('h');
            assertThatThrownBy(() -> DataFolder.open(folder))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("is in use by another Chasqui");
        } finally {
            other.destroyForcibly();
        }

        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        DataFolder.open(folder).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedInOneSentence() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "data.dir: "
                                + file
                                + " cannot be used (expected: a folder that may be written)");
    }

    /** Another JVM that takes the folder, prints {@code h}, and waits. */
    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The program of the other JVM. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (DataFolder _ = DataFolder.open(Path.of(arguments[0]))) {
                System.out.print('h');
                System.out.flush();
                // Waits until it is killed, or the test has ended and closed our standard input.
                var _ = System.in.read();
            }
        }
    }
}
