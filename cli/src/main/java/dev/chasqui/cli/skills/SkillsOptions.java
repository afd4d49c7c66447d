package dev.chasqui.cli.skills;

import dev.chasqui.adapters.config.ConfigReader;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The option by which the commands of skills find their folder. */
final class SkillsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The server's config, whose skills.dir is the folder (default:"
                        + " $$CHASQUI_CONFIG, else ./config.json if it is there). A relative folder"
                        + " starts from the present one, so run this where the server was started.")
    private Optional<Path> config = Optional.empty();

    /**
     * Returns the folder of the skills, as an absolute path: a relative one starts from the folder
     * of this command, which may be another one than the server's.
     *
     * @throws dev.chasqui.adapters.config.reading.ConfigException if the config cannot be read
     */
    Path folder(Map<String, String> environment) {
        return ConfigReader.check(config, environment, Map.of())
                .found()
                .skills()
                .folder()
                .toAbsolutePath()
                .normalize();
    }
}
