package dev.chasqui.adapters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.AddedMetrics;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Metrics that come and go. */
class PrometheusAddedMetricsTest {
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final AddedMetrics added = metrics.added();

    @Test
    void aCountGoesOnWhileAnyHolderHasIt() {
        AddedMetrics.Held old = added.counter("a", "x", "Help.");
        old.add(2);
        AddedMetrics.Held fresh = added.counter("a", "x", "Other help.");
        old.close();
        old.add(100);
        fresh.add(3);
        assertThat(lines()).contains("x_total 5.0");

        fresh.close();
        fresh.close();
        assertThat(lines()).noneMatch(line -> line.startsWith("x_"));
        added.counter("b", "x", "Help.").add(1);
        assertThat(lines()).contains("x_total 1.0");
    }

    @Test
    void aGaugeShowsTheLastHolderThatIsLeft() {
        AddedMetrics.Held old = added.gauge("a", "x", "Help.", () -> 1);
        AddedMetrics.Held fresh = added.gauge("a", "x", "Help.", () -> 2);
        assertThat(lines()).contains("x 2.0");
        fresh.close();
        assertThat(lines()).contains("x 1.0");
        old.close();
        assertThat(lines()).noneMatch(line -> line.startsWith("x "));
    }

    @Test
    void aGaugeThatThrowsOrHangsDoesNotStopThePage() {
        CountDownLatch never = new CountDownLatch(1);
        try (AddedMetrics.Held throwing =
                        added.gauge(
                                "a",
                                "throwing",
                                "Help.",
                                () -> {
                                    throw new StackOverflowError("of a plug-in");
                                });
                AddedMetrics.Held hanging =
                        added.gauge(
                                "a",
                                "hanging",
                                "Help.",
                                () -> {
                                    try {
                                        never.await();
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                    return 1;
                                });
                AddedMetrics.Held good = added.gauge("a", "good", "Help.", () -> 3)) {
            assertThat(throwing).isNotSameAs(hanging).isNotSameAs(good);
            for (int i = 0; i < 2; i++) {
                assertThat(lines()).contains("throwing NaN", "hanging NaN", "good 3.0");
            }
        } finally {
            never.countDown();
        }
    }

    @Test
    void durationsAreCountedInSeconds() {
        added.timer("a", "x_seconds", "Help.").add(0.003);

        assertThat(lines()).contains("x_seconds_bucket{le=\"0.01\"} 1", "x_seconds_sum 0.003");
    }

    @Test
    void aNameOfAnotherKindOrOwnerIsRefused() {
        AddedMetrics.Held held = added.counter("a", "x", "Help.");

        assertThatThrownBy(() -> added.counter("b", "x", "Help."))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> added.gauge("a", "x", "Help.", () -> 1))
                .isInstanceOf(IllegalArgumentException.class);
        held.add(1);
        assertThat(lines()).contains("x_total 1.0");
    }

    private Stream<String> lines() {
        return new String(metrics.scrape(), StandardCharsets.UTF_8).lines();
    }
}
