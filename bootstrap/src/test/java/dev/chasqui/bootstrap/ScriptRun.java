package dev.chasqui.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The output and the exit code of a shell script.
 *
 * @param exitCode its exit code
 * @param out the lines of its standard output
 * @param err the lines of its standard error
 */
record ScriptRun(int exitCode, List<String> out, List<String> err) {

    /** Runs a script with {@code sh}, this environment and no other. */
    static ScriptRun of(Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("chasqui", ".out");
        Path err = Files.createTempFile("chasqui", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(script + ": still running after 60 s");
            }
            return new ScriptRun(
                    process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Writes an executable script. */
    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + ": cannot be made executable");
        }
        return file;
    }
}
