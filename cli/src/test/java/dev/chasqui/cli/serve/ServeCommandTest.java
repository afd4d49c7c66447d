package dev.chasqui.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.cli.CommandRun;
import dev.chasqui.cli.command.CommandFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ServeCommandTest {
    @TempDir private Path folder = Path.of("");

    private final List<ServeOptions> served = new ArrayList<>();

    @Test
    void whatIsNotSaidIsEmpty() {
        assertThat(serve("serve").exitCode()).isZero();

        assertThat(served)
                .containsExactly(
                        new ServeOptions(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(served.getFirst().overrides()).isEmpty();
    }

    @Test
    void everyOptionReachesTheServerAndStandsAboveTheConfiguration() {
        serve(
                "serve",
                "--config",
                "c.json",
                "--host",
                "::1",
                "--port=0",
                "--data",
                "d",
                "--plugins",
                "p");

        ServeOptions options = served.getFirst();
        assertThat(options.config()).contains(Path.of("c.json"));
        assertThat(options.overrides())
                .isEqualTo(
                        Map.of(
                                "server.host", "::1",
                                "server.port", "0",
                                "data.dir", "d",
                                "plugins.dir", "p"));
        assertThat(
                        ConfigReader.read(Optional.empty(), Map.of(), options.overrides())
                                .server()
                                .host())
                .isEqualTo("::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http"})
    void aPortThatIsNoneIsRefused(String port) {
        CommandRun run = serve("serve", "--port=" + port);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--port", port);
        assertThat(served).isEmpty();
    }

    @Test
    void aServerThatCannotStartSaysWhyInOneLine() {
        CommandRun run =
                CommandRun.of(
                        Map.of(),
                        options -> {
                            throw CommandFailure.refused("port 8000 is taken");
                        },
                        "serve");

        assertThat(run).isEqualTo(new CommandRun(2, "", "chasqui: port 8000 is taken\n"));
    }

    @Test
    void mistakesOfTheConfigurationAreToldOnePerLine() {
        CommandRun run =
                CommandRun.of(
                        Map.of(),
                        options ->
                                ConfigReader.read(
                                        Optional.empty(),
                                        Map.of("CHASQUI_SERVER_PORT", "x"),
                                        options.overrides()),
                        "serve",
                        "--host=");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("CHASQUI_SERVER_PORT").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../tiny", "-a/b", "a..b/c", "tiny", "there/is/none.gguf", "a/_b"})
    void aModelThatIsNoneIsRefusedInOneLine(String model) {
        CommandRun run =
                CommandRun.of(
                        Map.of(), options -> options.read(Map.of()), "serve", "--model=" + model);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("chasqui: --model: " + model)
                .contains("(expected: ");
    }

    @Test
    void aModelStandsInPlaceOfTheConfigsOfThatName() throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("c.json"),
                        "{\"pool\":{\"models\":{\"m:latest\":{\"file\":\"other.gguf\"}}}}");
        Path file = Files.createFile(folder.resolve("m.gguf"));

        serve("serve", "--config", config.toString(), "--model", file.toString());

        assertThat(served.getFirst().read(Map.of()).pool().models()).containsOnlyKeys("m");
    }

    private CommandRun serve(String... arguments) {
        return CommandRun.of(Map.of(), served::add, arguments);
    }
}
