package dev.chasqui.benchmarks.swaps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facts about a JVM that show whether classes were unloaded, after two collections of its whole
 * heap.
 *
 * @param loaders the class loaders of jars
 * @param classes all loaded classes
 * @param metaspace the used bytes of metaspace
 */
record JvmFacts(long loaders, long classes, long metaspace) {
    private static final String LOADER = "dev.chasqui.adapters.pf4j.loading.JarClassLoader";

    /** The last line of the table: loaders, classes, bytes of chunks, bytes of blocks. */
    private static final Pattern TOTAL =
            Pattern.compile("Total = \\d+\\s+(\\d+)\\s+\\d+\\s+(\\d+)");

    /** Reads the facts of a process by {@code jcmd}. */
    static JvmFacts of(long pid) throws IOException {
        // The first collection finds loaders whose finalizing work the second one needs done.
        var _ = jcmd(pid, "GC.run");
        var _ = jcmd(pid, "GC.run");
        String loaders = jcmd(pid, "VM.classloader_stats");
        Matcher total = TOTAL.matcher(loaders);
        if (!total.find()) {
            throw new IOException("jcmd answers in another form: " + loaders);
        }
        return new JvmFacts(
                loaders.lines().filter(line -> line.contains(LOADER)).count(),
                Long.parseLong(total.group(1)),
                Long.parseLong(total.group(2)));
    }

    private static String jcmd(long pid, String command) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(pid),
                                command)
                        .redirectErrorStream(true)
                        .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
