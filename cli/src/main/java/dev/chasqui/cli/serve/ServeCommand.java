package dev.chasqui.cli.serve;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The command {@code serve}. */
@Command(
        name = "serve",
        description = {
            "Start the server and serve until Ctrl-C. Running requests then get server.grace (25s)"
                    + " to end; a second Ctrl-C stops at once.",
            "",
            "Options override the environment (CHASQUI_SERVER_PORT and so on), and the environment"
                    + " overrides the configuration file."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui serve                        with ./config.json, if there is one",
            "  chasqui serve --port 9000            on another port",
            "  chasqui serve --config team.json     with another configuration",
            "  chasqui serve --model qwen.gguf      one model, without a configuration",
            "  chasqui serve --host 0.0.0.0         for the network; needs keys, see: chasqui key",
        })
public final class ServeCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    private final ServeAction action;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration (default: $$CHASQUI_CONFIG, else ./config.json if it is there).")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Address to listen on (default: 127.0.0.1, for this machine alone).")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "Port to listen on, 0 for any free one (default: 8000).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the server's persistent data (default: data).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "An additional folder of plug-in jars (default: only the usual ones).")
    private Optional<Path> plugins = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = {
                "A model to load when it is asked for: a GGUF file, or ORG/REPO:VARIANT of the"
                        + " Hugging Face hub. Needs llama.cpp's llama-server on the PATH."
            })
    private Optional<String> model = Optional.empty();

    /**
     * @param action the action of the command
     */
    public ServeCommand(ServeAction action) {
        this.action = action;
    }

    @Override
    public Integer call() throws InterruptedException {
        port.filter(number -> number < 0 || number > HIGHEST_PORT)
                .ifPresent(
                        number -> {
                            throw new ParameterException(
                                    spec.commandLine(),
                                    "--port: " + number + " (expected: 0 to " + HIGHEST_PORT + ")");
                        });
        action.serve(new ServeOptions(config, host, port, data, plugins, model));
        return CommandLine.ExitCode.OK;
    }
}
