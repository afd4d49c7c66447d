package dev.chasqui.benchmarks.page;

import java.util.List;

/**
 * A bar chart on a logarithmic scale, since the slowest gateway uses some hundred times as much as
 * the fastest.
 *
 * @param title the title, with the unit of the values
 * @param series the names of the values of each bar, one or two
 * @param bars the bars from top to bottom
 */
record BarChart(String title, List<String> series, List<Bar> bars) {
    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int RIGHT = 90;
    private static final int TOP = 44;
    private static final int BOTTOM = 30;
    private static final int BAR = 18;
    private static final int GAP = 10;

    /**
     * The values of one gateway.
     *
     * @param label the name of the gateway
     * @param values one value for each series
     * @param ours true if the bar is highlighted
     */
    record Bar(String label, List<Double> values, boolean ours) {}

    String svg() {
        int band = BAR * series.size() + GAP;
        int height = TOP + band * bars.size() + BOTTOM;
        Svg svg = new Svg(WIDTH, height, title);
        drawScale(svg, height - BOTTOM);
        for (int i = 0; i < bars.size(); i++) {
            draw(svg, bars.get(i), TOP + i * band + GAP / 2.0);
        }
        return svg.finish();
    }

    private void drawScale(Svg svg, int bottom) {
        for (double value = least(); value <= most() * 1.001; value *= 10) {
            double x = x(value);
            svg.line(x, TOP, x, bottom);
            svg.text(Svg.Anchor.MIDDLE, x, bottom + 16.0, "axis", NumberFormats.tick(value));
        }
        svg.text(Svg.Anchor.END, WIDTH - 8.0, 20, "axis", "logarithmic scale");
    }

    private void draw(Svg svg, Bar bar, double top) {
        double middle = top + BAR * series.size() / 2.0 + 5;
        svg.text(Svg.Anchor.END, LEFT - 8.0, middle, "label", bar.label());
        for (int i = 0; i < bar.values().size(); i++) {
            double value = bar.values().get(i);
            double y = top + i * BAR;
            String kind = (bar.ours() ? "ours" : "other") + (i > 0 ? " second" : "");
            double end = x(Math.max(value, least()));
            svg.bar(LEFT, y + 1, Math.max(1, end - LEFT), BAR - 2.0, kind);
            String name = series.size() > 1 ? " " + series.get(i) : "";
            svg.text(
                    Svg.Anchor.START,
                    end + 5,
                    y + BAR - 5.0,
                    "axis",
                    NumberFormats.of(value) + name);
        }
    }

    private double x(double value) {
        double share = Math.log10(value / least()) / Math.log10(most() / least());
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    /** Returns a power of ten at which the least value still has a visible bar. */
    private double least() {
        double least =
                bars.stream()
                        .flatMap(bar -> bar.values().stream())
                        .filter(value -> value > 0)
                        .mapToDouble(Double::doubleValue)
                        .min()
                        .orElse(1);
        return Math.pow(10, Math.floor(Math.log10(least / 2)));
    }

    /** Returns the power of ten above the greatest value. */
    private double most() {
        double most =
                bars.stream()
                        .flatMap(bar -> bar.values().stream())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(1);
        return Math.max(10 * least(), Math.pow(10, Math.ceil(Math.log10(Math.max(most, 1e-9)))));
    }
}
