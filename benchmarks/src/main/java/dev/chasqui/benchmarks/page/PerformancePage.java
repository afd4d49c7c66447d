package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.studies.AudioStudy;
import dev.chasqui.benchmarks.studies.JmhResults;
import dev.chasqui.benchmarks.studies.MemoryStudy;
import dev.chasqui.benchmarks.studies.StartTimes;
import dev.chasqui.benchmarks.studies.StreamsHeld;
import dev.chasqui.benchmarks.studies.Study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The generated part of the page {@code performance.md}, as Markdown. */
final class PerformancePage {
    private static final String METHOD =
            """
            Every gateway stands between a load and a mock that answers at once: the gateway \
            runs on one core, load and mock on another. A round measures every gateway once, in \
            another order each time. A figure is the median over the rounds; × nginx is the \
            median of the ratios to nginx in the same round. CPU is the processor time that the \
            kernel accounts to the gateway's processes. A window with a failed request does not \
            count; if more than one in ten fail, there is no figure. A round in which other \
            guests of the same host took more than 2 % of the processors' time is repeated, \
            regardless of its results. With more than one connection, load and mock never \
            sleep: the kernel charges the waking of a sleeping process to the gateway that \
            writes to it, and slower gateways would pay this more often. The peers are \
            configured as in `benchmarks/peers`. No gateway logs requests.\
            """;

    private final PerformanceReport report;
    private final Set<String> plots;
    private final String folder;
    private final Markdown text;

    /**
     * Makes the part for a report.
     *
     * @param plots the names of the existing files of plots
     * @param folder the folder of the plots, relative to the page
     */
    PerformancePage(PerformanceReport report, Set<String> plots, String folder) {
        this.report = report;
        this.plots = plots;
        this.folder = folder;
        text = new Markdown(report.results());
    }

    /** Returns a page without figures. */
    static String fresh() {
        return """
        # Performance

        %s

        %s

        ## Where the time goes

        Not looked into yet.
        """
                .formatted(MarkedFile.BEGIN, MarkedFile.END);
    }

    String text() {
        text.warnOf(report.setting());
        text.paragraph(METHOD);
        text.targets(Target.ALL);
        report.studies().forEach(this::study);
        streamsHeld();
        memory();
        start();
        audio();
        pieces();
        text.setting(report.setting());
        return text.text();
    }

    private void study(Study study) {
        text.heading(study.title());
        text.paragraph(study.meaning());
        List<String> head = new ArrayList<>(List.of(""));
        for (Quantity quantity : study.quantities()) {
            head.addAll(List.of(quantity.title(), "× nginx"));
        }
        head.add("");
        List<List<String>> rows = new ArrayList<>();
        for (String subject : report.results().subjects(study.id())) {
            rows.add(row(study, subject));
        }
        text.table(head, rows);
        plot(study.id(), study.title());
    }

    private List<String> row(Study study, String subject) {
        List<String> row = new ArrayList<>();
        row.add(study.base().equals(Optional.of(subject)) ? subject + " (all of it)" : subject);
        String why = "";
        for (Quantity quantity : study.quantities()) {
            Figure figure = report.results().find(study.id(), subject, quantity).orElseThrow();
            row.add(NumberFormats.of(figure.median()));
            row.add(NumberFormats.times(figure.ratio()));
            why = figure.why();
        }
        row.add(why);
        return row;
    }

    private void streamsHeld() {
        if (!report.results().has(StreamsHeld.ID)) {
            return;
        }
        text.heading("Streams held");
        text.paragraph(
                "More and more streams of 64 frames each 20 ms, until a frame is lost or one in a"
                        + " hundred comes later than the next one's turn; and CPU per frame (µs) on"
                        + " the way. `direct` shows what mock and load can do by themselves.");
        List<String> head = new ArrayList<>(List.of("", "held"));
        StreamsHeld.STEPS.forEach(step -> head.add(Integer.toString(step)));
        head.add("ended by");
        List<List<String>> rows = new ArrayList<>();
        for (String subject : report.results().subjects(StreamsHeld.ID)) {
            rows.add(held(subject));
        }
        text.table(head, rows);
    }

    private List<String> held(String subject) {
        List<String> row = new ArrayList<>();
        row.add(subject);
        row.add(
                report.results()
                        .find(StreamsHeld.ID, subject, Quantity.STREAMS)
                        .map(figure -> Long.toString(Math.round(figure.median().orElse(0))))
                        .orElse("–"));
        String ended = "";
        for (int step : StreamsHeld.STEPS) {
            Optional<Figure> figure =
                    report.results().find(StreamsHeld.row(step), subject, Quantity.CPU_PER_FRAME);
            row.add(figure.map(Figure::median).map(NumberFormats::of).orElse(""));
            ended = figure.map(Figure::why).orElse(ended);
        }
        row.add(ended);
        return row;
    }

    private void memory() {
        if (report.results().has(MemoryStudy.ID)) {
            text.heading("Memory");
            text.paragraph(
                    "Resident memory of a fresh Chasqui at half of the requests that it could"
                            + " answer, as the median of the last tenth of the time; growth is that"
                            + " of the second half.");
            text.single(MemoryStudy.ID);
            plot(MemoryStudy.ID, "Memory over time");
        }
    }

    private void start() {
        if (report.results().has(StartTimes.ID)) {
            text.heading("Start");
            text.paragraph(
                    "From executing `bin/chasqui` to its first whole answer, with all plug-ins and"
                            + " on all cores; the files have been read before.");
            text.single(StartTimes.ID);
        }
    }

    private void audio() {
        if (report.results().has(AudioStudy.ID)) {
            text.heading("A gigabyte of audio");
            text.paragraph(
                    "A form with a file of 1 GiB to `/v1/audio/transcriptions`, through a fresh"
                            + " Chasqui with a heap of 64 MiB (`"
                            + AudioStudy.HEAP
                            + "`), to a server that reads it at once:"
                            + " `benchmarks/run --only audio --without-peers`. Resident memory is"
                            + " looked at after each 4 MiB.");
            text.single(AudioStudy.ID);
        }
    }

    private void pieces() {
        if (!report.results().has(JmhResults.ID)) {
            return;
        }
        text.heading("Pieces of the hot path");
        text.paragraph("One call each, by JMH: `benchmarks/micro/run`.");
        List<List<String>> rows = new ArrayList<>();
        for (String subject : report.results().subjects(JmhResults.ID)) {
            rows.add(
                    List.of(
                            subject,
                            piece(subject, Quantity.TIME),
                            piece(subject, Quantity.ALLOCATED)));
        }
        text.table(List.of("", Quantity.TIME.title(), Quantity.ALLOCATED.title()), rows);
    }

    private String piece(String subject, Quantity quantity) {
        return report.results()
                .find(JmhResults.ID, subject, quantity)
                .map(Figure::median)
                .map(NumberFormats::of)
                .orElse("");
    }

    private void plot(String row, String title) {
        if (plots.contains(Plots.file(row))) {
            text.paragraph("![" + title + "](" + folder + "/" + Plots.file(row) + ")");
        }
    }
}
