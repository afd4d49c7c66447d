package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;

/** What is logged, how and where. Never content or keys, on any level. */
public record LogConfig(
        @Key(help = "The least level that is logged; `off` logs nothing.", fallback = "info")
                System.Logger.Level level,
        @Key(
                        help = "`pretty` for people, `json` for programs: one object a line.",
                        fallback = "pretty",
                        restart = true)
                Format format,
        @Key(help = "Where it goes.", fallback = "stdout", restart = true) To to,
        @Key(
                        help = "The file, where `to` says so. Its folder is made.",
                        fallback = "logs/chasqui.log",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Path file,
        @Key(
                        help =
                                "How large the file may become before it is put aside under a"
                                        + " number.",
                        fallback = "20MiB",
                        least = "1KiB",
                        most = "1GiB",
                        restart = true)
                ByteSize maxSize,
        @Key(
                        help =
                                "How many files are kept, the present one included. Older ones are"
                                        + " deleted.",
                        fallback = "5",
                        least = "1",
                        most = "100",
                        restart = true)
                int maxFiles) {

    /** How a line is written. */
    public enum Format {
        PRETTY,
        JSON
    }

    /** Where lines go. */
    public enum To {
        STDOUT,
        FILE,
        BOTH
    }
}
