package dev.chasqui.adapters.config;

import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;

/**
 * What is logged, how and where. Never content or keys, on any level.
 *
 * @param level the least level that is logged (default {@code info}); {@code off} logs nothing
 * @param format {@code pretty} (default) for people, {@code json} for programs: one object a line
 * @param to where it goes (default {@code stdout})
 * @param file the file, where {@code to} says so (default {@code logs/chasqui.log}); its folder is
 *     made. Relative to the folder that the server was started in
 * @param maxSize how large the file may become before it is put aside under a number (default 20
 *     MiB)
 * @param maxFiles how many files are kept, the present one included (default 5); older ones are
 *     deleted
 */
public record LogConfig(
        System.Logger.Level level,
        Format format,
        To to,
        Path file,
        ByteSize maxSize,
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

    static LogConfig read(Section section) {
        return new LogConfig(
                section.value(
                        "level", Kinds.oneOf(System.Logger.Level.class), System.Logger.Level.INFO),
                section.value("format", Kinds.oneOf(Format.class), Format.PRETTY),
                section.value("to", Kinds.oneOf(To.class), To.STDOUT),
                section.value("file", Kinds.PATH, Path.of("logs", "chasqui.log")),
                section.value(
                        "maxSize",
                        Kinds.size(new ByteSize(1024), ByteSize.ofMebibytes(1024)),
                        ByteSize.ofMebibytes(20)),
                section.value("maxFiles", Kinds.integer(1, 100), 5));
    }
}
