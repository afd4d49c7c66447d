package dev.chasqui.benchmarks.figures;

import java.util.OptionalDouble;

/**
 * One number of the report.
 *
 * @param key what it is the figure of
 * @param median of the windows that count, in the quantity's unit; empty where there is no figure
 * @param ratio median of the ratios to the yardstick in the same round; empty where there is none
 * @param windows how many were measured
 * @param failed how many of these had a failed request
 * @param why why there is no figure, or what failed in the windows that do not count; else empty
 */
public record Figure(
        Key key, OptionalDouble median, OptionalDouble ratio, int windows, int failed, String why) {

    /**
     * What a figure is the figure of.
     *
     * @param row id of the study
     * @param subject name of the gateway, or of the path through it
     */
    public record Key(String row, String subject, Quantity quantity) {}

    /** A figure that was not taken from rounds: it has no ratio. */
    public static Figure of(Key key, double value, int windows) {
        return new Figure(key, OptionalDouble.of(value), OptionalDouble.empty(), windows, 0, "");
    }

    /** The place of a figure that is not there. */
    public static Figure none(Key key, String why) {
        return new Figure(key, OptionalDouble.empty(), OptionalDouble.empty(), 0, 0, why);
    }
}
