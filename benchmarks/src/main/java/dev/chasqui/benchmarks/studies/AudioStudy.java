package dev.chasqui.benchmarks.studies;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Median;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.load.AudioForm;
import dev.chasqui.benchmarks.load.OneAnswer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Measures forms with much audio on their way through Chasqui: the time, the processor time, and
 * the resident memory before and meanwhile.
 *
 * @param gateway a fresh Chasqui whose backend reads audio
 * @param length the number of bytes of a file
 */
public record AudioStudy(Gateway gateway, long length) {
    /** The id of the row. */
    public static final String ID = "audio";

    /** The heap of the server. */
    public static final String HEAP = "-Xmx64m";

    /** The bytes of a file of a usual run. */
    public static final long USUAL = 1L << 30;

    private static final String FORM = "a form of 1 GiB";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PIECES_BETWEEN_LOOKS = 64;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Sends some forms, one after another. */
    public List<Figure> run(int times) throws IOException {
        RunningProcess process = gateway.process().orElseThrow();
        AudioForm form = new AudioForm(gateway.model(), length);
        double before = process.residentMiB();
        List<Double> seconds = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> resident = new ArrayList<>(List.of(before));
        for (int i = 0; i < times; i++) {
            Supplier<Duration> clock = process.cpu();
            Duration used = clock.get();
            long begun = System.nanoTime();
            OneAnswer answer = form.send(gateway.port(), PATIENCE, looks(process, resident));
            seconds.add((System.nanoTime() - begun) / NANOS_PER_SECOND);
            cpu.add(clock.get().minus(used).toNanos() / NANOS_PER_SECOND);
            if (!new String(answer.body(), US_ASCII).contains(form.bodyLength() + " bytes")) {
                return List.of(Figure.none(key(FORM, Quantity.SENT), answer.summary()));
            }
        }
        return List.of(
                Figure.of(key(FORM, Quantity.SENT), Median.of(seconds).orElseThrow(), times),
                Figure.of(key(FORM, Quantity.CPU_OF_SENT), Median.of(cpu).orElseThrow(), times),
                Figure.of(key("before", Quantity.RESIDENT), before, 1),
                Figure.of(
                        key("highest meanwhile", Quantity.RESIDENT),
                        Collections.max(resident),
                        resident.size()));
    }

    /** Returns an action that looks at the memory now and then. */
    private static Runnable looks(RunningProcess process, List<Double> resident) {
        int[] pieces = {0};
        return () -> {
            if (++pieces[0] % PIECES_BETWEEN_LOOKS == 0) {
                resident.add(process.residentMiB());
            }
        };
    }

    private static Figure.Key key(String subject, Quantity quantity) {
        return new Figure.Key(ID, subject, quantity);
    }
}
