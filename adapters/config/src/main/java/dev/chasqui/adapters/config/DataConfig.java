package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;

import java.nio.file.Path;

/** Where the server keeps what must outlive it. */
public record DataConfig(
        @Key(
                        help =
                                "Where the server keeps what must outlive it. The folder is made"
                                        + " when it is first needed; one server at a time uses it.",
                        fallback = "data",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Path dir) {}
