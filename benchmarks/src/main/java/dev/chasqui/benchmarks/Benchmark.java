package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Slope;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Handbook;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.gateways.StartedProcesses;
import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.load.RawRequest;
import dev.chasqui.benchmarks.loop.SocketLoop;
import dev.chasqui.benchmarks.mock.AudioSink;
import dev.chasqui.benchmarks.mock.MockUpstream;
import dev.chasqui.benchmarks.page.PerformanceReport;
import dev.chasqui.benchmarks.page.Results;
import dev.chasqui.benchmarks.page.RunConditions;
import dev.chasqui.benchmarks.studies.AudioStudy;
import dev.chasqui.benchmarks.studies.Disturbances;
import dev.chasqui.benchmarks.studies.Interleaved;
import dev.chasqui.benchmarks.studies.JmhResults;
import dev.chasqui.benchmarks.studies.MeasuredGateways;
import dev.chasqui.benchmarks.studies.MemoryStudy;
import dev.chasqui.benchmarks.studies.Rows;
import dev.chasqui.benchmarks.studies.RunEffort;
import dev.chasqui.benchmarks.studies.StartTimes;
import dev.chasqui.benchmarks.studies.StreamsHeld;
import dev.chasqui.benchmarks.studies.Study;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One run of the performance benchmark: it starts the mock and all gateways, measures one row after
 * another, and stops everything.
 */
final class Benchmark {
    private static final Duration AUDIO_START = Duration.ofMinutes(1);
    private static final long QUICK_AUDIO = 64L << 20;

    private final Options options;
    private final RunEnvironment workshop;
    private final RunEffort effort;
    private final StartedProcesses started;
    private final Path work;
    private final PeerRoster roster;
    private final Disturbances disturbances = new Disturbances();
    private final List<Study> studies = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<Slope.Point> memory = new ArrayList<>();

    /**
     * Makes a run that has not begun.
     *
     * @param work an empty folder for the files of the gateways
     */
    Benchmark(Options options, RunEnvironment workshop, StartedProcesses started, Path work) {
        this.options = options;
        this.workshop = workshop;
        this.started = started;
        this.work = work;
        RunEffort usual = options.quick() ? RunEffort.quick() : RunEffort.full();
        effort = options.minutes().map(usual::withMemory).orElse(usual);
        roster = new PeerRoster(workshop, started, work);
    }

    /**
     * Measures the rows that the options select.
     *
     * @param command the command line, for the page
     * @throws IllegalArgumentException if the options select no row
     * @throws BenchmarkFailure if the run cannot go on
     */
    PerformanceReport run(String command) throws IOException, InterruptedException {
        var facts = RunFacts.of(workshop, command);
        MockUpstream mock = new MockUpstream(0);
        Thread.ofPlatform().daemon().name("mock").start(mock::run);
        Chasqui chasqui = new Chasqui(workshop.dist(), mock.port(), workshop.gateways());

        MeasuredGateways field = assemble(chasqui, mock.port());
        measure(field, mock.loop());
        stopAll(field);
        if (options.selects(MemoryStudy.ID)) {
            watchMemory(chasqui, mock.loop());
        }
        if (options.selects(StartTimes.ID)) {
            measureStarts(mock.port());
        }
        if (options.selects(AudioStudy.ID)) {
            measureAudio();
        }
        if (options.selects(JmhResults.ID)) {
            measurePieces();
        }
        facts.put("disturbed rounds", disturbances.toString());
        return new PerformanceReport(
                new RunConditions(facts, roster.versions(), roster.leftOut(), options.quick()),
                studies,
                new Results(figures),
                memory);
    }

    private MeasuredGateways assemble(Chasqui chasqui, int upstream)
            throws IOException, InterruptedException {
        roster.assemble(options.peers(), options.cache(), upstream);
        ProgressLog.print("starting chasqui");
        Gateway ours = roster.ready(chasqui.start(started, work.resolve("chasqui")));
        Optional<Gateway> governed = Optional.empty();
        if (options.selects(Rows.GOVERNED)) {
            ProgressLog.print("starting chasqui with users and a ledger");
            Path folder = work.resolve(Chasqui.GOVERNED);
            governed = Optional.of(roster.ready(chasqui.startGoverned(started, folder)));
        }
        return new MeasuredGateways(Gateway.direct(upstream), ours, roster.gateways(), governed);
    }

    private void measure(MeasuredGateways field, SocketLoop loop)
            throws IOException, InterruptedException {
        List<Study> rows = Rows.of(field);
        requireSelectedRow(rows);
        for (Study study : rows) {
            if (options.selects(study.id())) {
                if (study.id().equals(Rows.WORK)) {
                    ProgressLog.print("adding documents for /rag");
                    int passages = new Handbook().addTo(field.chasqui());
                    ProgressLog.print("added " + passages + " passages");
                }
                ProgressLog.print(study.id());
                studies.add(study);
                add(new Interleaved(effort, loop, disturbances).run(study));
            }
        }
        if (options.selects(StreamsHeld.ID)) {
            ProgressLog.print(StreamsHeld.ID);
            add(Rows.streamsHeld(field).run(effort, loop, disturbances));
        }
    }

    private void requireSelectedRow(List<Study> rows) {
        List<String> ids =
                Stream.concat(
                                rows.stream().map(Study::id),
                                Stream.of(
                                        Rows.GOVERNED,
                                        StreamsHeld.ID,
                                        MemoryStudy.ID,
                                        StartTimes.ID,
                                        AudioStudy.ID,
                                        JmhResults.ID))
                        .distinct()
                        .toList();
        if (ids.stream().noneMatch(options::selects)) {
            throw new IllegalArgumentException(
                    "--only: no id of a row contains it (expected: a part of one of "
                            + String.join(", ", ids)
                            + ")");
        }
    }

    private void stopAll(MeasuredGateways field) {
        field.chasqui().process().ifPresent(started::stop);
        field.governed().flatMap(Gateway::process).ifPresent(started::stop);
        field.peers().stream()
                .map(Gateway::process)
                .flatMap(Optional::stream)
                .forEach(started::stop);
    }

    private void watchMemory(Chasqui chasqui, SocketLoop loop) throws IOException {
        Duration time = effort.memory();
        ProgressLog.print(MemoryStudy.ID + ", for " + time);
        Gateway fresh = roster.ready(chasqui.start(started, work.resolve("memory")));
        MemoryStudy seen =
                MemoryStudy.watch(
                        loop,
                        fresh.ask(Prompt.whole(), MeasuredGateways.expected(fresh)),
                        fresh.process().orElseThrow(),
                        time);
        fresh.process().ifPresent(started::stop);
        memory.addAll(seen.course());
        add(seen.figures());
    }

    private void measureStarts(int upstream) throws IOException {
        ProgressLog.print(StartTimes.ID);
        Chasqui anywhere = new Chasqui(workshop.dist(), upstream, workshop.everywhere());
        add(new StartTimes(anywhere, started, work.resolve("start")).run(effort.starts()));
    }

    private void measureAudio() throws IOException {
        ProgressLog.print(AudioStudy.ID);
        try (AudioSink sink = AudioSink.start()) {
            Chasqui small = new Chasqui(workshop.dist(), sink.port(), workshop.gateways());
            Gateway gateway = small.startSmall(AudioStudy.HEAP, started, work.resolve("audio"));
            RawRequest health =
                    RawRequest.get(gateway.port(), "/health/ready", new RawRequest.Holds(""));
            if (FirstAnswer.await(health, AUDIO_START, () -> true).isEmpty()) {
                throw new BenchmarkFailure("chasqui did not answer with " + AudioStudy.HEAP);
            }
            long length = options.quick() ? QUICK_AUDIO : AudioStudy.USUAL;
            add(new AudioStudy(gateway, length).run(effort.fewRounds()));
            gateway.process().ifPresent(started::stop);
        }
    }

    private void measurePieces() throws IOException {
        ProgressLog.print(JmhResults.ID);
        List<String> command = new ArrayList<>(List.of(workshop.micro().resolve("run").toString()));
        if (options.quick()) {
            command.addAll(List.of(".", "--quick"));
        }
        RunningProcess jmh = started.start(command, work.resolve("pieces"));
        if (jmh.await() != 0) {
            throw new BenchmarkFailure("benchmarks/micro/run: " + jmh.lastWords());
        }
        add(JmhResults.read(workshop.micro().resolve("target/results.csv")));
    }

    private void add(List<Figure> more) {
        more.forEach(ProgressLog::print);
        figures.addAll(more);
    }
}
