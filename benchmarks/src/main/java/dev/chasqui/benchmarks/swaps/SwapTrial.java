package dev.chasqui.benchmarks.swaps;

import dev.chasqui.benchmarks.gateways.Distribution;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.gateways.StartedProcesses;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.PollPause;
import dev.chasqui.testing.RawHttp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A trial of jars that are swapped under running streams. Half of the streams begin before the
 * first swap, the others little by little, so that each generation has some.
 *
 * @param streams the number of streams
 * @param swaps the number of swaps
 * @param log takes each line of the report
 */
public record SwapTrial(int streams, int swaps, Consumer<String> log) {
    static final String MODEL = "slow";

    private static final String CHAT = "/v1/chat/completions";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Runs the trial.
     *
     * @param work an empty folder for the files of the server
     * @return true if no stream was cut and no class loader is left
     * @throws IOException if the server does not start or a swap takes no effect
     */
    public boolean run(Distribution distribution, StartedProcesses started, Path work)
            throws IOException, InterruptedException {
        List<Path> jars = new ArrayList<>();
        MarkJars build = new MarkJars(distribution.folder().resolve("lib"), work.resolve("built"));
        for (int version = 0; version <= swaps; version++) {
            jars.add(build.build(version));
        }
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        Path jar = Files.copy(jars.getFirst(), plugins.resolve("mark.jar"));
        try (FakeBackend model = FakeOpenAi.start(MODEL);
                SlowStreams slow = new SlowStreams()) {
            model.on("POST", CHAT, (_, reply) -> slow.send(reply));
            Gateway server =
                    distribution.serve(started, work, config(model, jars), "--plugins=" + plugins);
            awaitGeneration(server.port(), 1);
            RunningProcess process = server.process().orElseThrow();
            // What is loaded once only, such as the parser of requests, is loaded by then.
            slow.start(streams / 2, server.port());
            awaitStreams(model, streams / 2);
            JvmFacts before = JvmFacts.of(process.javaPid());
            log.accept("before: " + facts(before, process));
            List<Double> times = new ArrayList<>();
            for (int swap = 1; swap <= swaps; swap++) {
                Path beside = Files.copy(jars.get(swap), work.resolve("beside"));
                long from = System.nanoTime();
                Files.move(beside, jar, StandardCopyOption.ATOMIC_MOVE);
                awaitGeneration(server.port(), swap + 1);
                times.add((System.nanoTime() - from) / 1e9);
                slow.start(
                        (streams - streams / 2) * swap / swaps - slow.count() + streams / 2,
                        server.port());
                awaitStreams(model, slow.count());
            }
            JvmFacts during = JvmFacts.of(process.javaPid());
            log.accept("all streams on, " + swaps + " swaps made: " + facts(during, process));
            int broken = slow.end();
            JvmFacts after = settled(process, before);
            log.accept("all streams over: " + facts(after, process));
            Collections.sort(times);
            log.accept(
                    String.format(
                            Locale.ROOT,
                            "a swap takes effect after %.2f s (median), %.2f s (longest)",
                            times.get(times.size() / 2),
                            times.getLast()));
            log.accept(slow.count() + " streams, of which cut, refused or mixed: " + broken);
            return broken == 0 && after.loaders() <= before.loaders();
        }
    }

    /** Waits until the old generations have closed, and returns the facts. */
    private static JvmFacts settled(RunningProcess process, JvmFacts before) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JvmFacts now = JvmFacts.of(process.javaPid());
        while (now.loaders() > before.loaders() && System.nanoTime() < deadline) {
            now = JvmFacts.of(process.javaPid());
        }
        return now;
    }

    private static String facts(JvmFacts facts, RunningProcess process) {
        return String.format(
                Locale.ROOT,
                "%d class loaders of jars, %d classes, %.1f MiB of metaspace, %.0f MiB resident",
                facts.loaders(),
                facts.classes(),
                facts.metaspace() / 1024.0 / 1024.0,
                process.residentMiB());
    }

    /**
     * Returns a config that trusts all jars and lets the agent run in all streams: otherwise 256
     * exchanges may run with it, and with all agents that are not trusted together.
     */
    private static String config(FakeBackend model, List<Path> jars) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (Path jar : jars) {
            hashes.add("\"" + sha256(jar) + "\"");
        }
        return """
        {
          "server": {"maxConnections": 4096},
          "backends": [{"name": "slow", "type": "openai", "url": "%s"}],
          "plugins": {"trusted": [%s], "limits": {"mark": {"concurrency": 4096}}},
          "log": {"level": "warning"}
        }
        """
                .formatted(model.url(), String.join(",", hashes));
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void awaitStreams(FakeBackend model, int count) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (model.received(CHAT).size() < count) {
            if (System.nanoTime() > deadline) {
                throw new IOException(count + " streams do not come");
            }
            PollPause.take();
        }
    }

    private static void awaitGeneration(int port, int generation) throws IOException {
        String wanted = "\"generation\":" + generation + ",";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                String list = RawHttp.get(port, "/admin/agents").text();
                int mark = list.indexOf("\"name\":\"mark\"");
                if (mark >= 0 && list.indexOf(wanted, mark) >= 0) {
                    return;
                }
            } catch (IOException | UncheckedIOException notYet) {
                // The server is starting.
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("generation " + generation + " does not come");
            }
            PollPause.take();
        }
    }
}
