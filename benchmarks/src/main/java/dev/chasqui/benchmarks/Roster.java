package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Peer;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.gateways.Running;
import dev.chasqui.benchmarks.gateways.Started;
import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.studies.Field;
import dev.chasqui.benchmarks.studies.Study;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The peers that could be installed and started, and those that could not. */
final class Roster {
    /** All there are scripts for, the yardstick first. */
    private static final List<String> NAMES =
            List.of(Study.YARDSTICK, "haproxy", "vllm-router", "smg", "portkey", "litellm");

    private static final Duration START = Duration.ofMinutes(2);

    private final Workshop workshop;
    private final Started started;
    private final Path work;
    private final List<Gateway> gateways = new ArrayList<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    Roster(Workshop workshop, Started started, Path work) {
        this.workshop = workshop;
        this.started = started;
        this.work = work;
    }

    /**
     * Installs and starts the peers.
     *
     * @param all whether more than the yardstick takes part
     * @param upstream port of the mock
     * @throws Failed if the yardstick is not among those that run
     */
    void assemble(boolean all, Path cache, int upstream) throws IOException {
        for (String name : all ? NAMES : NAMES.subList(0, 1)) {
            Progress.say("starting " + name);
            try {
                Path folder = work.resolve(name);
                Peer peer = new Peer(name, workshop.peer(name), cache);
                String version = peer.install(started, folder);
                gateways.add(ready(peer.start(started, workshop.gateways(), upstream, folder)));
                versions.put(name, version);
            } catch (Peer.Missing | Failed e) {
                Progress.say("left out: " + e.getMessage());
                leftOut.add(String.valueOf(e.getMessage()));
            }
        }
        if (!versions.containsKey(Study.YARDSTICK)) {
            throw new Failed(
                    "nginx is what everything is measured by, and it does not run: "
                            + leftOut.getFirst());
        }
    }

    /**
     * The gateway once it has answered rightly.
     *
     * @throws Failed if it does not in time; it is stopped then
     */
    Gateway ready(Gateway gateway) {
        Running running = gateway.process().orElseThrow();
        boolean answers =
                FirstAnswer.await(
                                gateway.ask(Prompt.whole(), Field.expected(gateway)),
                                START,
                                running::isAlive)
                        .isPresent();
        if (!answers) {
            started.stop(running);
            throw new Failed(gateway.name() + " did not answer: " + running.lastWords());
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
