package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.gateways.Started;
import dev.chasqui.benchmarks.page.PoolReport;
import dev.chasqui.benchmarks.page.Report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs the benchmark that the command line of {@code benchmarks/run} asks for. */
public final class Main {
    private static final int WRONG_OPTIONS = 2;

    private Main() {}

    /** Measures, and writes the page. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws IOException, InterruptedException {
        if (arguments.contains("--help")) {
            IO.println(Options.USAGE);
            return 0;
        }
        Path work = Files.createTempDirectory("chasqui-benchmarks");
        try {
            Path cache = Path.of(System.getProperty("benchmarks.cache", "cache"));
            Options options = Options.parse(arguments, cache);
            Workshop workshop = Workshop.ofProperties();
            String command = ("benchmarks/run " + String.join(" ", arguments)).strip();
            Path out =
                    options.out().orElse(options.isWhole() ? workshop.docs() : workshop.scratch());
            Path page = measure(options, workshop, work, command, out);
            delete(work);
            Progress.say("written: " + page);
            return 0;
        } catch (IllegalArgumentException wrong) {
            System.err.println("benchmarks: " + wrong.getMessage());
            return WRONG_OPTIONS;
        } catch (Failed failed) {
            System.err.println("benchmarks: " + failed.getMessage() + " (logs: " + work + ")");
            return 1;
        }
    }

    /** Measures, and writes the page. */
    private static Path measure(
            Options options, Workshop workshop, Path work, String command, Path out)
            throws IOException, InterruptedException {
        try (Started started = new Started()) {
            if (options.pool()) {
                new PoolBenchmark(options, workshop, started, work).run(command).write(out);
                return out.resolve(PoolReport.PAGE);
            }
            new Benchmark(options, workshop, started, work).run(command).write(out);
            return out.resolve(Report.PAGE);
        }
    }

    /** Deletes what the gateways wrote: after a run that succeeded nobody wants to read it. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
