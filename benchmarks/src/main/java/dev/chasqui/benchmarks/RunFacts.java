package dev.chasqui.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The facts of a run that are printed beside its figures, so that readers can judge if other
 * figures are comparable.
 */
final class RunFacts {
    private static final double KIB_PER_GIB = 1 << 20;

    private RunFacts() {}

    /** Collects the facts of a run that is about to begin, by their names. */
    static Map<String, String> of(RunEnvironment workshop, String command) {
        Map<String, String> facts = new LinkedHashMap<>();
        boolean clean = workshop.git("status", "--porcelain").isEmpty();
        facts.put("date", LocalDate.now(ZoneId.systemDefault()).toString());
        facts.put(
                "commit",
                workshop.git("rev-parse", "--short=12", "HEAD")
                        + (clean ? "" : ", with changes that are not committed"));
        facts.put("command", "`" + command + "`");
        facts.put("processor", value("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(coresOfMachine()));
        facts.put("gateways on core", workshop.gateways().cores().orElse("any: not bound"));
        facts.put("memory", memory());
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Java", Runtime.version() + ", " + System.getProperty("java.vm.name"));
        return facts;
    }

    private static int coresOfMachine() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return (int) lines.filter(line -> line.startsWith("processor")).count();
        } catch (IOException | UncheckedIOException notLinux) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private static String memory() {
        String kib = value("/proc/meminfo", "MemTotal").replace("kB", "").strip();
        return kib.matches("\\d+")
                ? Math.round(Long.parseLong(kib) / KIB_PER_GIB) + " GiB"
                : "unknown";
    }

    private static String value(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException | UncheckedIOException notLinux) {
            return "unknown";
        }
    }
}
