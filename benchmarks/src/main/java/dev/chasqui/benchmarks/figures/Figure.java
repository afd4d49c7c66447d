package dev.chasqui.benchmarks.figures;

import java.util.OptionalDouble;

/**
 * One number of the report.
 *
 * @param key the row, the subject and the quantity
 * @param median the median of the valid windows, in the quantity's unit; empty if there is no
 *     figure
 * @param ratio the median of the ratios to the yardstick in the same round; empty if there is none
 * @param windows the number of measured windows
 * @param failed the number of windows with a failed request
 * @param why the reason for the missing figure, or the first failure in the invalid windows; else
 *     empty
 */
public record Figure(
        Key key, OptionalDouble median, OptionalDouble ratio, int windows, int failed, String why) {

    /**
     * The identity of a figure.
     *
     * @param row the id of the study
     * @param subject the name of the gateway, or of the path through it
     * @param quantity the measured quantity
     */
    public record Key(String row, String subject, Quantity quantity) {}

    /** Returns a figure that does not come from rounds, so it has no ratio. */
    public static Figure of(Key key, double value, int windows) {
        return new Figure(key, OptionalDouble.of(value), OptionalDouble.empty(), windows, 0, "");
    }

    /** Returns a missing figure with its reason. */
    public static Figure none(Key key, String why) {
        return new Figure(key, OptionalDouble.empty(), OptionalDouble.empty(), 0, 0, why);
    }
}
