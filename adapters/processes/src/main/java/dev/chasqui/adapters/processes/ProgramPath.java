package dev.chasqui.adapters.processes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A search for programs on the {@code PATH}. */
public final class ProgramPath {
    private ProgramPath() {}

    /**
     * Returns true if we can start a program.
     *
     * @param program a path, or the name of a program on the {@code PATH}
     */
    public static boolean has(String program) {
        if (program.contains(File.separator)) {
            return Files.isExecutable(Path.of(program));
        }
        String folders = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(folders.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
