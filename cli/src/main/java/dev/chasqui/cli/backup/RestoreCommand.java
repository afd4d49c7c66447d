package dev.chasqui.cli.backup;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The command {@code restore}. */
@Command(
        name = "restore",
        description = {
            "Put a copy in the place of the database, while the server is stopped.",
            "",
            "The database before is kept beside it. A copy of an older server is upgraded at the"
                    + " next start; one of a newer server is refused."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {"  chasqui restore chasqui-2026-11-30.zip"})
public final class RestoreCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final RestoreAction restore;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The server's config, whose data.dir has the database (default:"
                            + " $$CHASQUI_CONFIG, else ./config.json if it is there).")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data folder, if it was started with --data.")
    private Optional<Path> data = Optional.empty();

    @Parameters(paramLabel = "FILE", description = "A file that `chasqui backup` has made.")
    private Path file = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param environment the environment's variables
     * @param restore the action
     */
    public RestoreCommand(Map<String, String> environment, RestoreAction restore) {
        this.environment = environment;
        this.restore = restore;
    }

    @Override
    public Integer call() {
        Map<String, String> overrides =
                data.map(folder -> Map.of("data.dir", folder.toString())).orElseGet(Map::of);
        Config found = ConfigReader.check(config, environment, overrides).config();
        restore.restore(found, file)
                .forEach(line -> spec.commandLine().getOut().println(Printable.of(line)));
        return CommandLine.ExitCode.OK;
    }
}
