package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.studies.MemoryStudy;
import dev.chasqui.benchmarks.studies.Study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The plots of a report by the names of their files. */
final class Plots {
    /** The rows that have a plot besides their table. */
    private static final Set<String> PLOTTED = Set.of("cpu-1k", "first-1", "frame-128", "dialects");

    private final PerformanceReport report;
    private final Map<String, String> drawn = new LinkedHashMap<>();

    Plots(PerformanceReport report) {
        this.report = report;
        for (Study study : report.studies()) {
            if (PLOTTED.contains(study.id())) {
                bars(study);
            }
        }
        if (!report.memory().isEmpty()) {
            LineChart chart =
                    new LineChart("Resident memory of Chasqui (MiB)", "minutes", report.memory());
            drawn.put(file(MemoryStudy.ID), chart.svg());
        }
    }

    /** Returns the file name of a row's plot. */
    static String file(String row) {
        return row + ".svg";
    }

    Map<String, String> drawn() {
        return drawn;
    }

    private void bars(Study study) {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (String subject : report.results().subjects(study.id())) {
            List<Double> values = values(study, subject);
            boolean isBase = study.base().equals(Optional.of(subject));
            if (!isBase && values.size() == study.quantities().size()) {
                bars.add(new BarChart.Bar(subject, values, subject.equals(Chasqui.NAME)));
            }
        }
        if (!bars.isEmpty()) {
            List<String> series = study.quantities().stream().map(Plots::lastWord).toList();
            String unit = study.quantities().getFirst().unit();
            BarChart chart = new BarChart(study.title() + " (" + unit + ")", series, bars);
            drawn.put(file(study.id()), chart.svg());
        }
    }

    private List<Double> values(Study study, String subject) {
        return study.quantities().stream()
                .map(quantity -> report.results().find(study.id(), subject, quantity))
                .flatMap(Optional::stream)
                .map(Figure::median)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
    }

    /** Returns the last word of a label, such as "p50" of "first token p50". */
    private static String lastWord(Quantity quantity) {
        return quantity.label().substring(quantity.label().lastIndexOf(' ') + 1);
    }
}
