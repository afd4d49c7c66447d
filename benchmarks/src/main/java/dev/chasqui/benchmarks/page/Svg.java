package dev.chasqui.benchmarks.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A builder of an SVG drawing. Its colours follow the reader's light or dark theme; its background
 * is transparent.
 */
final class Svg {
    private static final String STYLE =
            """
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1f2328; }
            .title { font-weight: 600; font-size: 15px; }
            .axis { fill: #59636e; font-size: 11px; }
            .grid { stroke: #d1d9e0; }
            .ours { fill: #c2410c; }
            .other { fill: #6b8fb5; }
            .second { opacity: .55; }
            .line { fill: none; stroke: #c2410c; stroke-width: 2; }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc; }
            .axis { fill: #9198a1; }
            .grid { stroke: #3d444d; }
            .ours { fill: #fb923c; }
            .line { stroke: #fb923c; }
            }
            </style>
            """;

    /** The position of a text relative to its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder drawing = new StringBuilder();

    Svg(int width, int height, String title) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\""
                                .formatted(width, height)
                        + " height=\"%d\" role=\"img\">".formatted(height));
        add("<title>" + escaped(title) + "</title>");
        add(STYLE.strip());
        text(Anchor.START, 8, 20, "title", title);
    }

    Svg text(Anchor anchor, double x, double y, String kind, String text) {
        return add(
                "<text x=\"%s\" y=\"%s\" class=\"%s\" text-anchor=\"%s\">%s</text>"
                        .formatted(
                                tenth(x),
                                tenth(y),
                                kind,
                                anchor.name().toLowerCase(Locale.ROOT),
                                escaped(text)));
    }

    Svg bar(double x, double y, double width, double height, String kind) {
        return add(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\" class=\"%s\"/>"
                        .formatted(tenth(x), tenth(y), tenth(width), tenth(height), kind));
    }

    Svg line(double fromX, double fromY, double toX, double toY) {
        return add(
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"grid\"/>"
                        .formatted(tenth(fromX), tenth(fromY), tenth(toX), tenth(toY)));
    }

    /** Adds a line through points, each given as x and y. */
    Svg polyline(List<double[]> points) {
        return add(
                points.stream()
                        .map(point -> tenth(point[0]) + "," + tenth(point[1]))
                        .collect(
                                Collectors.joining(
                                        " ", "<polyline points=\"", "\" class=\"line\"/>")));
    }

    String finish() {
        return drawing + "</svg>\n";
    }

    private Svg add(String element) {
        drawing.append(element).append('\n');
        return this;
    }

    private static String tenth(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
