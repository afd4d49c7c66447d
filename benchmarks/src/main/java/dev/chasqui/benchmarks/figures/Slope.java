package dev.chasqui.benchmarks.figures;

import java.util.List;

/** How fast something grows: the line with the least squares through some points. */
public final class Slope {
    /** A point of a line. */
    public record Point(double x, double y) {}

    private Slope() {}

    /**
     * How much y grows while x grows by one.
     *
     * @throws IllegalArgumentException if not two points have different x
     */
    public static double of(List<Point> points) {
        double meanX = points.stream().mapToDouble(Point::x).average().orElse(0);
        double meanY = points.stream().mapToDouble(Point::y).average().orElse(0);
        double spread = 0;
        double common = 0;
        for (Point point : points) {
            spread += (point.x() - meanX) * (point.x() - meanX);
            common += (point.x() - meanX) * (point.y() - meanY);
        }
        if (spread == 0) {
            throw new IllegalArgumentException(
                    "points: " + points.size() + " at one x (expected: at least two x)");
        }
        return common / spread;
    }
}
