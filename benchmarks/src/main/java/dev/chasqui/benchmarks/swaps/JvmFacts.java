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
 * @param metaspaceKiB the used metaspace
 */
record JvmFacts(long loaders, long classes, long metaspaceKiB) {
    private static final String LOADER = "dev.chasqui.adapters.pf4j.JarClassLoader";
    private static final Pattern TOTAL =
            Pattern.compile("Total\\s*=\\s*(\\d+)\\s+(\\d+)\\s", Pattern.MULTILINE);
    private static final Pattern USED = Pattern.compile("Metaspace\\s+used (\\d+)K");

    /** Reads the facts of a process by {@code jcmd}. */
    static JvmFacts of(long pid) throws IOException {
        // The first collection finds loaders whose finalizing work the second one needs done.
        var _ = jcmd(pid, "GC.run");
        var _ = jcmd(pid, "GC.run");
        String loaders = jcmd(pid, "VM.classloader_stats");
        Matcher total = TOTAL.matcher(loaders);
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        if (!total.find() || !used.find()) {
            throw new IOException("jcmd answers in another form: " + loaders);
        }
        return new JvmFacts(
                loaders.lines().filter(line -> line.contains(LOADER)).count(),
                Long.parseLong(total.group(2)),
                Long.parseLong(used.group(1)));
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
