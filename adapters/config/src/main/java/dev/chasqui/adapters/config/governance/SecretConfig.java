package dev.chasqui.adapters.config.governance;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.KeyFile;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The place of one secret, and the plug-ins that may read it. */
public record SecretConfig(
        @Key(
                        help =
                                "The environment variable that holds the secret. The server does"
                                        + " not start if the variable is not set.",
                        rule = TextRules.Variable.class)
                Optional<String> env,
        @Key(
                        help =
                                "The file whose first line is the secret; it is read at each use."
                                        + " Give this or `env`, not both. The server does not start"
                                        + " if the file cannot be read.",
                        rule = TextRules.FilePath.class)
                Optional<Path> file,
        @Key(
                        help =
                                "The names of the plug-ins that may read the secret; at least one."
                                        + " Each part of such a plug-in can read it.",
                        rule = TextRules.Name.class)
                List<String> plugins) {

    public SecretConfig {
        plugins = List.copyOf(plugins);
    }

    /**
     * Returns the secret, read now; empty if it cannot be read.
     *
     * @param environment the variables of the environment by name
     */
    public Optional<String> read(Map<String, String> environment) {
        return env.map(variable -> environment.getOrDefault(variable, "").strip())
                .or(() -> file.flatMap(KeyFile::readable))
                .filter(text -> !text.isEmpty());
    }

    /** Reports mistakes that span several keys. No message shows the value. */
    public void check(Section section) {
        boolean wrong = section.isWrong("env") || section.isWrong("file");
        if (env.isPresent() == file.isPresent() && !wrong) {
            section.problem(
                    (env.isPresent()
                                    ? "both env and file are given"
                                    : "neither env nor file is given")
                            + " (expected: one of the two)");
        }
        env.filter(variable -> section.secret(variable).isEmpty())
                .ifPresent(
                        _ ->
                                section.problem(
                                        "env",
                                        "no such variable is set (expected: the name of one that"
                                                + " holds the secret)"));
        file.filter(path -> KeyFile.readable(path).isEmpty())
                .ifPresent(
                        _ ->
                                section.problem(
                                        "file",
                                        "cannot be read, or is empty (expected: a file whose first"
                                                + " line is the secret)"));
        if (plugins.isEmpty() && !section.isWrong("plugins")) {
            section.problem(
                    "plugins",
                    "missing (expected: the names of plug-ins that may read the secret)");
        }
    }
}
