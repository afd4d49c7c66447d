package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Peer;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.gateways.StartedProcesses;
import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.studies.MeasuredGateways;
import dev.chasqui.benchmarks.studies.Study;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The peers that were installed and started, and the reasons why others were left out. */
final class PeerRoster {
    /** The names of all peers, the yardstick first. */
    private static final List<String> NAMES =
            List.of(Study.YARDSTICK, "haproxy", "vllm-router", "smg", "portkey", "litellm");

    private static final Duration START = Duration.ofMinutes(2);

    private final RunEnvironment workshop;
    private final StartedProcesses started;
    private final Path work;
    private final List<Gateway> gateways = new ArrayList<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    PeerRoster(RunEnvironment workshop, StartedProcesses started, Path work) {
        this.workshop = workshop;
        this.started = started;
        this.work = work;
    }

    /**
     * Installs and starts the peers.
     *
     * @param all true if peers besides the yardstick take part
     * @param cache the folder of installed peers
     * @param upstream the port of the mock
     * @throws BenchmarkFailure if the yardstick does not run
     */
    void assemble(boolean all, Path cache, int upstream) throws IOException {
        for (String name : all ? NAMES : NAMES.subList(0, 1)) {
            ProgressLog.print("starting " + name);
            try {
                Path folder = work.resolve(name);
                Peer peer = new Peer(name, workshop.peer(name), cache);
                String version = peer.install(started, folder);
                gateways.add(ready(peer.start(started, workshop.gateways(), upstream, folder)));
                versions.put(name, version);
            } catch (Peer.Missing | BenchmarkFailure e) {
                ProgressLog.print("left out: " + e.getMessage());
                leftOut.add(String.valueOf(e.getMessage()));
            }
        }
        if (!versions.containsKey(Study.YARDSTICK)) {
            throw new BenchmarkFailure(
                    "nginx does not run, and every figure is compared with its: "
                            + leftOut.getFirst());
        }
    }

    /**
     * Waits for a gateway's first right answer and returns the gateway.
     *
     * @throws BenchmarkFailure if none comes in time; the gateway is then stopped
     */
    Gateway ready(Gateway gateway) {
        RunningProcess running = gateway.process().orElseThrow();
        boolean answers =
                FirstAnswer.await(
                                gateway.ask(Prompt.whole(), MeasuredGateways.expected(gateway)),
                                START,
                                running::isAlive)
                        .isPresent();
        if (!answers) {
            started.stop(running);
            throw new BenchmarkFailure(gateway.name() + " did not answer: " + running.lastWords());
        }
        return gateway;
    }

    List<Gateway> gateways() {
        return gateways;
    }

    Map<String, String> versions() {
        return versions;
    }

    List<String> leftOut() {
        return leftOut;
    }
}
