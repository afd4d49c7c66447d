package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Slope;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Handbook;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.gateways.Running;
import dev.chasqui.benchmarks.gateways.Started;
import dev.chasqui.benchmarks.loop.Loop;
import dev.chasqui.benchmarks.mock.MockUpstream;
import dev.chasqui.benchmarks.page.Report;
import dev.chasqui.benchmarks.page.Results;
import dev.chasqui.benchmarks.page.Setting;
import dev.chasqui.benchmarks.studies.Disturbances;
import dev.chasqui.benchmarks.studies.Effort;
import dev.chasqui.benchmarks.studies.Field;
import dev.chasqui.benchmarks.studies.Interleaved;
import dev.chasqui.benchmarks.studies.Memory;
import dev.chasqui.benchmarks.studies.Pieces;
import dev.chasqui.benchmarks.studies.Rows;
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

/** One run: starts everybody, measures row after row, stops everybody. */
final class Benchmark {
    private final Options options;
    private final Workshop workshop;
    private final Effort effort;
    private final Started started;
    private final Path work;
    private final Roster roster;
    private final Disturbances disturbances = new Disturbances();
    private final List<Study> studies = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<Slope.Point> memory = new ArrayList<>();

    /**
     * A run that has not begun.
     *
     * @param work an empty folder for what the gateways write
     */
    Benchmark(Options options, Workshop workshop, Started started, Path work) {
        this.options = options;
        this.workshop = workshop;
        this.started = started;
        this.work = work;
        Effort usual = options.quick() ? Effort.quick() : Effort.full();
        effort = options.minutes().map(usual::withMemory).orElse(usual);
        roster = new Roster(workshop, started, work);
    }

    /** Measures all that is asked for. */
    Report run(String command) throws IOException, InterruptedException {
        var facts = Facts.of(workshop, command);
        MockUpstream mock = new MockUpstream(0);
        Thread.ofPlatform().daemon().name("mock").start(mock::run);
        Chasqui chasqui = new Chasqui(workshop.dist(), mock.port(), workshop.gateways());

        Field field = assemble(chasqui, mock.port());
        measure(field, mock.loop());
        stopAll(field);
        if (options.wants(Memory.ID)) {
            watchMemory(chasqui, mock.loop());
        }
        if (options.wants(StartTimes.ID)) {
            measureStarts(mock.port());
        }
        if (options.wants(Pieces.ID)) {
            measurePieces();
        }
        facts.put("disturbed rounds", disturbances.toString());
        return new Report(
                new Setting(facts, roster.versions(), roster.leftOut(), options.quick()),
                studies,
                new Results(figures),
                memory);
    }

    private Field assemble(Chasqui chasqui, int upstream) throws IOException {
        roster.assemble(options.peers(), options.cache(), upstream);
        Progress.say("starting chasqui");
        Gateway ours = roster.ready(chasqui.start(started, work.resolve("chasqui")));
        return new Field(Gateway.direct(upstream), ours, roster.gateways());
    }

    private void measure(Field field, Loop loop) throws IOException, InterruptedException {
        List<Study> rows = Rows.of(field);
        requireARow(rows);
        for (Study study : rows) {
            if (options.wants(study.id())) {
                if (study.id().equals(Rows.WORK)) {
                    Progress.say("adding documents for /rag");
                    int passages = new Handbook().addTo(field.chasqui());
                    Progress.say("added " + passages + " passages");
                }
                Progress.say(study.id());
                studies.add(study);
                add(new Interleaved(effort, loop, disturbances).run(study));
            }
        }
        if (options.wants(StreamsHeld.ID)) {
            Progress.say(StreamsHeld.ID);
            add(Rows.streamsHeld(field).run(effort, loop, disturbances));
        }
    }

    private void requireARow(List<Study> rows) {
        List<String> ids =
                Stream.concat(
                                rows.stream().map(Study::id),
                                Stream.of(StreamsHeld.ID, Memory.ID, StartTimes.ID, Pieces.ID))
                        .toList();
        if (ids.stream().noneMatch(options::wants)) {
            throw new IllegalArgumentException(
                    "--only: found in the id of no row (expected: a part of one of "
                            + String.join(", ", ids)
                            + ")");
        }
    }

    private void stopAll(Field field) {
        field.chasqui().process().ifPresent(started::stop);
        field.peers().stream()
                .map(Gateway::process)
                .flatMap(Optional::stream)
                .forEach(started::stop);
    }

    private void watchMemory(Chasqui chasqui, Loop loop) throws IOException {
        Duration time = effort.memory();
        Progress.say(Memory.ID + ", for " + time);
        Gateway fresh = roster.ready(chasqui.start(started, work.resolve("memory")));
        Memory seen =
                Memory.watch(
                        loop,
                        fresh.ask(Prompt.whole(), Field.expected(fresh)),
                        fresh.process().orElseThrow(),
                        time);
        fresh.process().ifPresent(started::stop);
        memory.addAll(seen.course());
        add(seen.figures());
    }

    private void measureStarts(int upstream) throws IOException {
        Progress.say(StartTimes.ID);
        Chasqui anywhere = new Chasqui(workshop.dist(), upstream, workshop.everywhere());
        add(new StartTimes(anywhere, started, work.resolve("start")).run(effort.starts()));
    }

    private void measurePieces() throws IOException {
        Progress.say(Pieces.ID);
        List<String> command = new ArrayList<>(List.of(workshop.micro().resolve("run").toString()));
        if (options.quick()) {
            command.addAll(List.of(".", "--quick"));
        }
        Running jmh = started.start(command, work.resolve("pieces"));
        if (jmh.await() != 0) {
            throw new Failed("benchmarks/micro/run: " + jmh.lastWords());
        }
        add(Pieces.read(workshop.micro().resolve("target/results.csv")));
    }

    private void add(List<Figure> more) {
        more.forEach(Progress::say);
        figures.addAll(more);
    }
}
