package dev.chasqui.bootstrap;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code chasqui serve} as a process of its own, on a free port. */
public final class LaunchedServer implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening http://.*:(\\d+)");

    private final Process process;
    private final BufferedReader output;
    private final List<String> said = new ArrayList<>();

    private LaunchedServer(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Launches a server, which may not answer yet.
     *
     * @param folder the folder in which it runs, with its data and config
     */
    public static LaunchedServer launch(Path folder, String config, String... options)
            throws IOException {
        return launchWithHeap("128m", folder, config, options);
    }

    /**
     * Launches a server with a maximum heap.
     *
     * @param heap such as {@code 64m}
     */
    static LaunchedServer launchWithHeap(String heap, Path folder, String config, String... options)
            throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx" + heap,
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                absoluteClassPath(),
                                Main.class.getName(),
                                "serve",
                                "--port",
                                "0"));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CHASQUI_"));
        return new LaunchedServer(builder.start());
    }

    /** Returns the class path of this process, for processes in other folders. */
    static String absoluteClassPath() {
        List<String> paths = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            paths.add(Path.of(path).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, paths);
    }

    /** Waits until it listens, and returns its port. */
    public int awaitPort() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
        }
        throw new AssertionError("it ended before it listened: " + said);
    }

    /** Sends it a signal, such as {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
        int sent =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (sent != 0) {
            throw new AssertionError("kill -" + name + ": " + sent);
        }
    }

    /** Waits until it has ended, at most 20 s, and returns its exit code. */
    public int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end; so far it said " + said);
        }
        output.lines().forEach(said::add);
        return process.exitValue();
    }

    /** Returns the output so far, as far as it was waited for. */
    List<String> said() {
        return List.copyOf(said);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
