package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.nio.file.Path;
import java.util.Optional;

/** The configuration of the skills: folders with a {@code SKILL.md}, which are commands. */
public record SkillsConfig(
        @Key(
                        help =
                                "The folder of the skills; see [skills](skills.md). It need not"
                                        + " exist. Changes in it take effect within two seconds.",
                        unset = "`skills` beside the config file, or of the current folder",
                        rule = TextRules.FilePath.class)
                Optional<Path> dir,
        @Key(
                        help =
                                "If true, the command `/skills` gives the model the descriptions of"
                                    + " all skills that the caller may use, and lets it choose.",
                        fallback = "false")
                boolean choose) {

    /** Returns the folder of the skills. */
    public Path folder() {
        return dir.orElse(Path.of("skills"));
    }

    /** Returns this configuration with a folder, unless it has one. */
    SkillsConfig orIn(Path folder) {
        return new SkillsConfig(dir.or(() -> Optional.of(folder)), choose);
    }
}
