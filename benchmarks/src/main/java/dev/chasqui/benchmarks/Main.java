package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.gateways.Started;
import dev.chasqui.benchmarks.page.Report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
        try (Started started = new Started()) {
            Options options =
                    Options.parse(
                            arguments, Path.of(System.getProperty("benchmarks.cache", "cache")));
            Workshop workshop = Workshop.ofProperties();
            String command = ("benchmarks/run " + String.join(" ", arguments)).strip();
            Report report = new Benchmark(options, workshop, started, work).run(command);
            Path out =
                    options.out().orElse(options.isWhole() ? workshop.docs() : workshop.scratch());
            report.write(out);
            Progress.say("written: " + out.resolve("performance.md"));
            return 0;
        } catch (IllegalArgumentException wrong) {
            System.err.println("benchmarks: " + wrong.getMessage());
            return WRONG_OPTIONS;
        } catch (Failed failed) {
            System.err.println("benchmarks: " + failed.getMessage() + " (logs: " + work + ")");
            return 1;
        }
    }
}
