package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.loop.SocketLoop;
import dev.chasqui.benchmarks.mock.StreamShape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the number of streams at a model's pace that a gateway holds on its core: it doubles
 * them until frames are lost or late.
 *
 * @param contestants the contestants of the first step
 */
public record StreamsHeld(List<Contestant> contestants) {
    /** The id of the row of the streams held. */
    public static final String ID = "held";

    /** The numbers of streams, one for each step. */
    public static final List<Integer> STEPS = List.of(64, 128, 256, 512, 1024);

    /** The share of frames that may be late. */
    static final double LATE = 0.01;

    /** Returns the id of the row of the cost of a frame at one step. */
    public static String row(int streams) {
        return ID + "-" + streams;
    }

    /** Runs the steps. A contestant that fails one does not take part in the next. */
    public List<Figure> run(RunEffort effort, SocketLoop loop, Disturbances disturbances) {
        Interleaved rounds = new Interleaved(effort.withFewRounds(), loop, disturbances);
        List<Figure> figures = new ArrayList<>();
        List<Contestant> left = contestants;
        Map<String, Integer> held = new HashMap<>();
        for (int streams : STEPS) {
            List<Figure> step = rounds.run(study(streams, left));
            figures.addAll(step);
            List<String> passed =
                    step.stream()
                            .filter(figure -> figure.windows() > 0 && figure.why().isEmpty())
                            .map(figure -> figure.key().subject())
                            .toList();
            passed.forEach(name -> held.put(name, streams));
            left = left.stream().filter(one -> passed.contains(one.name())).toList();
        }
        for (Contestant contestant : contestants) {
            figures.add(
                    Figure.of(
                            new Figure.Key(ID, contestant.name(), Quantity.STREAMS),
                            held.getOrDefault(contestant.name(), 0),
                            effort.fewRounds()));
        }
        return figures;
    }

    private static Study study(int streams, List<Contestant> contestants) {
        return Study.ofCost(
                row(streams),
                streams + " streams",
                "",
                new StudyLoad.Streams(streams, StreamShape.PACED, LATE),
                contestants);
    }
}
