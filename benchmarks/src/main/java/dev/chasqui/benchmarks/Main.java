package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.folders.FolderTally;
import dev.chasqui.benchmarks.gateways.Distribution;
import dev.chasqui.benchmarks.gateways.StartedProcesses;
import dev.chasqui.benchmarks.page.PerformanceReport;
import dev.chasqui.benchmarks.page.PoolReport;
import dev.chasqui.benchmarks.swaps.SwapTrial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The main class of {@code benchmarks/run}. */
public final class Main {
    private static final int WRONG_OPTIONS = 2;

    private Main() {}

    /** Runs the benchmark, writes its page, and exits with 0, 1 (failed) or 2 (wrong options). */
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
            if (arguments.contains(Options.AGENTS_SWAP)) {
                boolean passed = swap(arguments, work);
                delete(work);
                return passed ? 0 : 1;
            }
            if (arguments.contains(Options.FOLDERS)) {
                Path page = tally(arguments, work);
                delete(work);
                ProgressLog.print("written: " + page);
                return 0;
            }
            Path cache = Path.of(System.getProperty("benchmarks.cache", "cache"));
            Options options = Options.parse(arguments, cache);
            RunEnvironment workshop = RunEnvironment.ofProperties();
            String command = ("benchmarks/run " + String.join(" ", arguments)).strip();
            Path out =
                    options.out()
                            .orElse(options.isComplete() ? workshop.docs() : workshop.scratch());
            Path page = measure(options, workshop, work, command, out);
            delete(work);
            ProgressLog.print("written: " + page);
            return 0;
        } catch (IllegalArgumentException wrong) {
            System.err.println("benchmarks: " + wrong.getMessage());
            return WRONG_OPTIONS;
        } catch (BenchmarkFailure failed) {
            System.err.println("benchmarks: " + failed.getMessage() + " (logs: " + work + ")");
            return 1;
        }
    }

    /** Swaps the jar of an agent under streams; returns true if nothing was cut or left over. */
    private static boolean swap(List<String> arguments, Path work)
            throws IOException, InterruptedException {
        List<String> known = List.of(Options.AGENTS_SWAP, Options.QUICK);
        if (!known.containsAll(arguments)) {
            throw new IllegalArgumentException(
                    String.join(" ", arguments)
                            + " (expected: --agents-swap, with or without --quick)");
        }
        boolean quick = arguments.contains(Options.QUICK);
        RunEnvironment workshop = RunEnvironment.ofProperties();
        try (StartedProcesses started = new StartedProcesses()) {
            SwapTrial trial = new SwapTrial(quick ? 50 : 1000, quick ? 5 : 50, ProgressLog::print);
            return trial.run(new Distribution(workshop.dist(), workshop.gateways()), started, work);
        }
    }

    /** Asks the questions about the folders, writes the page, and returns its path. */
    private static Path tally(List<String> arguments, Path work)
            throws IOException, InterruptedException {
        if (!arguments.equals(List.of(Options.FOLDERS))) {
            throw new IllegalArgumentException(
                    String.join(" ", arguments) + " (expected: --folders alone)");
        }
        RunEnvironment workshop = RunEnvironment.ofProperties();
        try (StartedProcesses started = new StartedProcesses()) {
            return new FolderTally(workshop.root(), ProgressLog::print)
                    .run(
                            new Distribution(workshop.dist(), workshop.everywhere()),
                            started,
                            work,
                            workshop.docs());
        }
    }

    /** Measures, writes the page, and returns its path. */
    private static Path measure(
            Options options, RunEnvironment workshop, Path work, String command, Path out)
            throws IOException, InterruptedException {
        try (StartedProcesses started = new StartedProcesses()) {
            if (options.pool()) {
                new PoolBenchmark(options, workshop, started, work).run(command).write(out);
                return out.resolve(PoolReport.PAGE);
            }
            new Benchmark(options, workshop, started, work).run(command).write(out);
            return out.resolve(PerformanceReport.PAGE);
        }
    }

    /** Deletes the files of the gateways, which are of no use after a successful run. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
