package dev.chasqui.cli.config;

import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.config.reading.Problem;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "check",
        description =
                "Report every mistake in a configuration, with line and column, and files and"
                    + " programs that it names and that are missing; exit code 2 if `chasqui serve`"
                    + " would not start.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui config check                the file that `chasqui serve` would read here",
            "  chasqui config check team.json      another file",
        })
final class ConfigCheckCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final CheckAction check;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "The file (default: $$CHASQUI_CONFIG, else ./config.json if it is there).")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The same, in the spelling of `chasqui serve`.")
    private Optional<Path> config = Optional.empty();

    ConfigCheckCommand(Map<String, String> environment, CheckAction check) {
        this.environment = environment;
        this.check = check;
    }

    @Override
    public Integer call() {
        if (file.isPresent() && config.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "FILE and --config are two names for one thing");
        }
        Optional<Path> named = file.or(() -> config);
        Reading reading = ConfigReader.check(named, environment, Map.of());
        check.check(reading, environment);
        reading.config();
        List<Problem> warnings = reading.warnings();
        PrintWriter out = spec.commandLine().getOut();
        warnings.forEach(warning -> out.println("warning: " + Printable.of(warning.toString())));
        out.println(
                ConfigReader.find(named, environment)
                                .map(found -> found + " is in order")
                                .orElse("There is no config.json here: the defaults apply")
                        + (warnings.isEmpty() ? "." : ", but see the warnings."));
        return CommandLine.ExitCode.OK;
    }
}
