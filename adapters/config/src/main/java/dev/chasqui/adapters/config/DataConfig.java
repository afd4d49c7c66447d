package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.nio.file.Path;

/** The configuration of the server's persistent data. */
public record DataConfig(
        @Key(
                        help =
                                "The folder of the server's persistent data. It is created when it"
                                        + " is first needed; only one server at a time can use it.",
                        fallback = "data",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Path dir) {}
