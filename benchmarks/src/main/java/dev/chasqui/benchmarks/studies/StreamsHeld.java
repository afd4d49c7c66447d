package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.loop.Loop;
import dev.chasqui.benchmarks.mock.Shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many streams at a model's pace a gateway holds on its core: more and more of them, until
 * frames are lost or late.
 *
 * @param contestants who begins
 */
public record StreamsHeld(List<Contestant> contestants) {
    /** The row of how many were held. */
    public static final String ID = "held";

    /** How many streams are tried. */
    public static final List<Integer> STEPS = List.of(64, 128, 256, 512, 1024);

    /** The share of frames that may come later than the next one's turn. */
    static final double LATE = 0.01;

    /** The row of what a frame cost at one step. */
    public static String row(int streams) {
        return ID + "-" + streams;
    }

    /** Climbs the steps; who fails one does not try the next. */
    public List<Figure> run(Effort effort, Loop loop, Disturbances disturbances) {
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
                new Load.Streams(streams, Shape.PACED, LATE),
                contestants);
    }
}
