package dev.chasqui.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class ConfigCommandTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void whatInitWritesIsInOrderAndHasItsSchemaBesideIt() {
        Path file = folder.resolve("config.json");

        assertThat(config("init", file).exitCode()).isZero();

        assertThat(folder.resolve("config.schema.json")).isNotEmptyFile();
        CommandRun check = config("check", file);
        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).contains(file + " is in order");
        assertThat(check.err()).isEmpty();
    }

    @Test
    void checkTakesTheFileAsServeDoes() throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), "{\"log\":{\"level\":\"off\"}}");

        assertThat(CommandRun.of(Map.of(), "config", "check", "--config", file.toString()))
                .isEqualTo(config("check", file))
                .isEqualTo(new CommandRun(0, file + " is in order.\n", ""));
        assertThat(
                        CommandRun.of(
                                        Map.of(),
                                        "config",
                                        "check",
                                        file.toString(),
                                        "--config=" + file)
                                .exitCode())
                .isEqualTo(2);
    }

    @Test
    void initLeavesWhatIsThereAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "mine");

        CommandRun run = config("init", file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(file + " is there already");
        assertThat(file).hasContent("mine");
    }

    @Test
    void initTellsOfAFolderThatDoesNotExist() {
        CommandRun run = config("init", folder.resolve("nowhere").resolve("config.json"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("its folder does not exist");
    }

    @Test
    void checkTellsEveryMistakeWithItsPlace() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("c.json"), "{\"server\":{\"prot\":1},\n\"keys\":1}");

        CommandRun run = config("check", file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err()).contains(file + ":1:", "prot", file + ":2:");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void checkReadsTheFileThatTheEnvironmentNames() {
        Path file = folder.resolve("missing.json");

        CommandRun run =
                CommandRun.of(Map.of("CHASQUI_CONFIG", file.toString()), "config", "check");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("missing.json", "no such file");
    }

    @Test
    void checkTellsAMistakeOfTheEnvironmentInsideAListWithItsVariable() throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), "{}");
        Map<String, String> environment =
                Map.of("CHASQUI_BACKENDS_0_NAME", "gpu", "CHASQUI_BACKENDS_GPU_URL", "gpu:80");

        CommandRun run = CommandRun.of(environment, "config", "check", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("CHASQUI_BACKENDS_GPU_URL: backends[0].url: \"gpu:80\"");
    }

    private static CommandRun config(String command, Path file) {
        return CommandRun.of(Map.of(), "config", command, file.toString());
    }
}
