package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Slope;

import java.util.List;

/**
 * A line chart over time, on scales that begin at zero.
 *
 * @param title the title, with the unit of y
 * @param xTitle the title of the x axis, with its unit
 * @param points the points from left to right
 */
record LineChart(String title, String xTitle, List<Slope.Point> points) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int RIGHT = 50;
    private static final int TOP = 44;
    private static final int BOTTOM = 46;
    private static final int STEPS = 5;
    private static final double NEARLY = 1.05;

    String svg() {
        double mostX = round(points.stream().mapToDouble(Slope.Point::x).max().orElse(1));
        double mostY = round(points.stream().mapToDouble(Slope.Point::y).max().orElse(1));
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        for (int i = 0; i <= STEPS; i++) {
            double share = i / (double) STEPS;
            svg.line(LEFT, y(share), WIDTH - RIGHT, y(share));
            svg.text(
                    Svg.Anchor.END,
                    LEFT - 6.0,
                    y(share) + 4,
                    "axis",
                    NumberFormats.tick(share * mostY));
            svg.text(
                    Svg.Anchor.MIDDLE,
                    x(share),
                    HEIGHT - BOTTOM + 16.0,
                    "axis",
                    NumberFormats.tick(share * mostX));
        }
        svg.text(Svg.Anchor.MIDDLE, x(0.5), HEIGHT - 8.0, "axis", xTitle);
        svg.polyline(
                points.stream()
                        .map(point -> new double[] {x(point.x() / mostX), y(point.y() / mostY)})
                        .toList());
        if (!points.isEmpty()) {
            Slope.Point last = points.getLast();
            svg.text(
                    Svg.Anchor.START,
                    x(last.x() / mostX) + 4,
                    y(last.y() / mostY) + 4,
                    "label",
                    NumberFormats.of(last.y()));
        }
        return svg.finish();
    }

    private static double x(double share) {
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    /**
     * Returns the value rounded up to 1, 2 or 5 times a power of ten; up to 5 % above such a value
     * it is rounded down.
     */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))));
        double digits = value / power / NEARLY;
        return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
    }
}
