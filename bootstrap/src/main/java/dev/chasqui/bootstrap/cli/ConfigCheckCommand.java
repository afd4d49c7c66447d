package dev.chasqui.bootstrap.cli;

import dev.chasqui.adapters.config.ConfigReader;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "check",
        description =
                "Tell every mistake in a configuration, with line and column; exit code 2 if there"
                        + " is one.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui config check                what `chasqui serve` would read here",
            "  chasqui config check team.json      another file",
        })
final class ConfigCheckCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "The file (default: $$CHASQUI_CONFIG, else ./config.json if it is there).")
    private Optional<Path> file = Optional.empty();

    ConfigCheckCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ConfigReader.read(file, environment, Map.of());
        spec.commandLine()
                .getOut()
                .println(
                        ConfigReader.find(file, environment)
                                .map(found -> found + " is in order.")
                                .orElse("There is no config.json here: the defaults apply."));
        return CommandLine.ExitCode.OK;
    }
}
