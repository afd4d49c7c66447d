package dev.chasqui.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.benchmarks.figures.Slope;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

class ChartTest {
    @Test
    void barsAreWellFormedAndSayTheirValues() throws Exception {
        String svg =
                new BarChart(
                                "a < b & c",
                                List.of("p50", "p99"),
                                List.of(
                                        new BarChart.Bar("nginx", List.of(12.0, 40.0), false),
                                        new BarChart.Bar("slow", List.of(9000.0, -1.0), false)))
                        .svg();

        Document drawing = parse(svg);

        assertThat(drawing.getElementsByTagName("rect").getLength()).isEqualTo(4);
        assertThat(drawing.getDocumentElement().getTextContent())
                .contains("a < b & c", "12.0 p50", "9,000 p50", "-1.00 p99");
        assertThat(svg).doesNotContain("NaN", "Infinity");
    }

    @Test
    void aLineIsWellFormedAndSaysItsLastValue() throws Exception {
        LineChart chart =
                new LineChart(
                        "memory",
                        "minutes",
                        List.of(new Slope.Point(0, 90), new Slope.Point(10, 120)));

        Document drawing = parse(chart.svg());

        assertThat(drawing.getElementsByTagName("polyline").getLength()).isEqualTo(1);
        assertThat(drawing.getDocumentElement().getTextContent()).contains("120", "minutes");
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }
}
