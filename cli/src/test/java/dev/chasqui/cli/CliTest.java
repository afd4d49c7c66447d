package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class CliTest {
    private static final Map<String, String> NOTHING = Map.of();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve ",
                "models ",
                "models load ",
                "models unload ",
                "models pin ",
                "models unpin ",
                "models log ",
                "agents ",
                "config ",
                "config check ",
                "config init ",
                "config reload ",
                "key ",
                "version "
            })
    void everyCommandHasHelpWithExamples(String command) {
        CommandRun run = CommandRun.of(NOTHING, (command + "--help").split(" ", -1));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: chasqui " + command, "Example");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpOfASubcommandIsItsOwn() {
        assertThat(CommandRun.of(NOTHING, "help", "config", "check").out())
                .contains("Usage: chasqui config check");
        assertThat(CommandRun.of(NOTHING, "help", "config").out())
                .contains("Usage: chasqui config ");
    }

    @Test
    void theNearestCommandOrOptionIsNamed() {
        assertThat(CommandRun.of(NOTHING, "agnets").err()).contains("(did you mean 'agents'?)");
        assertThat(CommandRun.of(NOTHING, "config", "chek").err())
                .contains("(did you mean 'check'?)");
        assertThat(CommandRun.of(NOTHING, "models", "--jsn").err())
                .contains("(did you mean '--json'?)");
    }

    @Test
    void withoutACommandItTellsWhichThereAre() {
        CommandRun run = CommandRun.of(NOTHING);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("serve", "models", "agents", "config", "key", "version", "Examples:");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anUnknownCommandIsRefusedInTwoLines() {
        CommandRun run = CommandRun.of(NOTHING, "models", "--jsn");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(2).last().isEqualTo("Help: chasqui models --help");
        assertThat(run.err()).startsWith("chasqui: Unknown option: '--jsn'");
    }

    @Test
    void theVersionNamesJavaAndTheSystem() {
        CommandRun run = CommandRun.of(NOTHING, "version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(3).first().asString().startsWith("chasqui ");
        assertThat(run.out())
                .contains("Java " + Runtime.version(), System.getProperty("os.name"))
                .isEqualTo(CommandRun.of(NOTHING, "--version").out());
    }
}
