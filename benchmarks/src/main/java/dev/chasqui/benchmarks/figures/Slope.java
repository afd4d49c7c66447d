package dev.chasqui.benchmarks.figures;

import java.util.List;

/** Computes the slope of the least-squares line through points. */
public final class Slope {
    /** A point of a line. */
    public record Point(double x, double y) {}

    private Slope() {}

    /**
     * Returns the growth of y for each unit of x.
     *
     * @throws IllegalArgumentException if all points have the same x, or there are none
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
