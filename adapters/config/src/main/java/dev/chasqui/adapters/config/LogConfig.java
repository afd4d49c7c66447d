package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;

/** The configuration of the log. It never holds content or keys, on any level. */
public record LogConfig(
        @Key(help = "The lowest level that is logged; `off` logs nothing.", fallback = "info")
                System.Logger.Level level,
        @Key(
                        help = "`pretty` for people, `json` for programs: one object a line.",
                        fallback = "pretty",
                        restart = true)
                Format format,
        @Key(help = "The target of the log.", fallback = "stdout", restart = true) Target to,
        @Key(
                        help = "The log file, if `to` is `file` or `both`. Its folder is created.",
                        fallback = "logs/chasqui.log",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Path file,
        @Key(
                        help =
                                "The size at which the file is renamed to one with a number and a"
                                        + " new one begins.",
                        fallback = "20MiB",
                        least = "1KiB",
                        most = "1GiB",
                        restart = true)
                ByteSize maxSize,
        @Key(
                        help =
                                "The number of files to keep, the current one included. Older ones"
                                        + " are deleted.",
                        fallback = "5",
                        least = "1",
                        most = "100",
                        restart = true)
                int maxFiles) {

    /** The format of a line. */
    public enum Format {
        PRETTY,
        JSON
    }

    /** The target of the lines. */
    public enum Target {
        STDOUT,
        FILE,
        BOTH
    }
}
