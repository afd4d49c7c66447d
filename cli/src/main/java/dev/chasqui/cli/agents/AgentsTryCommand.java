package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "try",
        description =
                "Run an agent's jar in this process before the built-in model, and print the reply"
                    + " as it comes; progress and notes go to standard error. No server, port or"
                    + " data folder is touched.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents try target/greeter-1.0.jar '/greeter hello'",
            "  chasqui agents try greeter.jar '/greeter hello' --model-says 'Good day.'",
            "  chasqui agents try greeter.jar '/greeter hello' --config '{\"word\": \"Hi\"}'",
            "",
            "Exit code 1: the jar is refused, or there is no whole reply.",
        })
final class AgentsTryCommand implements Callable<Integer> {
    private final TryAction action;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "JAR", description = "The jar.")
    private Path jar = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "TEXT",
            description = "The message, which begins with a command of the jar.")
    private List<String> words = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE|JSON",
            description =
                    "A configuration, whose sections under `agents` are used, or the plug-in's own"
                            + " section as a JSON object (default: an empty section).")
    private Optional<String> config = Optional.empty();

    @Option(
            names = "--model-says",
            paramLabel = "REPLY",
            description =
                    "Have the model reply this, word by word (default: chasqui-extract replies).")
    private Optional<String> modelSays = Optional.empty();

    @Option(names = "--no-stream", description = "Ask for a reply at once instead of a stream.")
    private boolean whole;

    @Option(
            names = "--json",
            description = "Print one JSON object: text, pieces, finish, progress and notes.")
    private boolean json;

    AgentsTryCommand(TryAction action) {
        this.action = action;
    }

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        TrialPrinter printer = new TrialPrinter(line.getOut(), line.getErr(), json);
        try {
            action.run(
                    new TryOptions(jar, String.join(" ", words), config, modelSays, !whole),
                    printer);
        } catch (CommandFailure e) {
            printer.breakOff();
            throw e;
        }
        printer.end();
        return CommandLine.ExitCode.OK;
    }
}
