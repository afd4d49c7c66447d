package dev.chasqui.adapters.prometheus;

import dev.chasqui.application.port.ExchangeListener;
import dev.chasqui.application.port.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.Usage;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Counts exchanges and gives the counts in Prometheus' text format.
 *
 * <p>Labels: {@code model} is the name under which a backend lists the model, however the client
 * spelled it, and empty until a backend has answered for that model; {@code backend} is empty where
 * none was asked. Safe for use by several threads; never waits.
 *
 * <p>No exemplars: the format has no place for them, and a thread woke for nearly every exchange to
 * let the next be sampled.
 */
public final class PrometheusMetrics implements ExchangeListener {
    /** More models or routes than anybody has, and few enough for one scrape. */
    private static final int MOST_VALUES = 500;

    /** Seconds: from a cached answer to a long one of a large model. */
    private static final double[] DURATIONS = {
        0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300
    };

    /** Seconds: what we add ourselves is milliseconds, a cold model minutes. */
    private static final double[] FIRST_TOKENS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final KnownValues models = new KnownValues(MOST_VALUES);
    private final KnownValues operations = new KnownValues(MOST_VALUES);

    private final Counter requests =
            Counter.builder()
                    .name("chasqui_requests_total")
                    .help("Exchanges that are over.")
                    .labelNames("dialect", "operation", "model", "backend", "status")
                    .withoutExemplars()
                    .register(registry);
    private final Histogram durations =
            Histogram.builder()
                    .name("chasqui_request_duration_seconds")
                    .help("From the start of an exchange to its last byte.")
                    .labelNames("dialect", "operation", "model", "backend")
                    .classicOnly()
                    .classicUpperBounds(DURATIONS)
                    .withoutExemplars()
                    .register(registry);
    private final Histogram firstTokens =
            Histogram.builder()
                    .name("chasqui_first_token_seconds")
                    .help("From the start of an exchange to the first event of its reply.")
                    .labelNames("dialect", "operation", "model", "backend")
                    .classicOnly()
                    .classicUpperBounds(FIRST_TOKENS)
                    .withoutExemplars()
                    .register(registry);
    private final Counter tokens =
            Counter.builder()
                    .name("chasqui_tokens_total")
                    .help("Tokens that models read (direction prompt) and wrote (completion).")
                    .labelNames("direction", "model", "backend")
                    .withoutExemplars()
                    .register(registry);
    private final Gauge streams =
            Gauge.builder()
                    .name("chasqui_streams_open")
                    .help("Replies that stream now.")
                    .withoutExemplars()
                    .register(registry);
    private final Counter errors =
            Counter.builder()
                    .name("chasqui_errors_total")
                    .help("Exchanges that failed, by the kind of failure.")
                    .labelNames("kind", "backend")
                    .withoutExemplars()
                    .register(registry);

    /** Metrics of which nothing is counted yet. */
    public PrometheusMetrics() {}

    @Override
    public void streamOpened() {
        streams.inc();
    }

    @Override
    public void streamClosed() {
        streams.dec();
    }

    @Override
    public void finished(ExchangeRecord exchange) {
        String dialect = exchange.dialect();
        String operation = operation(exchange);
        String model = model(exchange);
        String backend = exchange.backend().orElse(KnownValues.UNKNOWN);
        String status = Integer.toString(exchange.status());

        requests.labelValues(dialect, operation, model, backend, status).inc();
        durations
                .labelValues(dialect, operation, model, backend)
                .observe(seconds(exchange.duration()));
        exchange.firstEvent()
                .ifPresent(
                        time ->
                                firstTokens
                                        .labelValues(dialect, operation, model, backend)
                                        .observe(seconds(time)));
        exchange.usage().ifPresent(usage -> count(usage, model, backend));
        exchange.failure()
                .map(Failure::code)
                .ifPresent(kind -> errors.labelValues(kind, backend).inc());
    }

    /** The present figures; {@link #contentType()} says in which format. */
    public byte[] scrape() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The content type of {@link #scrape()}. */
    public String contentType() {
        return writer.getContentType();
    }

    private void count(Usage usage, String model, String backend) {
        add(usage.promptTokens(), "prompt", model, backend);
        add(usage.completionTokens(), "completion", model, backend);
    }

    /** Backends tell the count, and a counter throws where it would shrink. */
    private void add(long count, String direction, String model, String backend) {
        if (count >= 0) {
            tokens.labelValues(direction, model, backend).inc(count);
        }
    }

    /**
     * Clients choose the name that they ask for, in any spelling: only one that a backend lists,
     * and answered for, is a model.
     */
    private String model(ExchangeRecord exchange) {
        boolean answered = exchange.failure().isEmpty() && exchange.backend().isPresent();
        if (answered && exchange.status() < 400) {
            exchange.listedModel().ifPresent(models::learn);
        }
        return exchange.listedModel()
                .or(exchange::model)
                .map(models::label)
                .orElse(KnownValues.UNKNOWN);
    }

    /** A route is known once it worked: a path that somebody guesses does not. */
    private String operation(ExchangeRecord exchange) {
        if (exchange.status() < 400) {
            operations.learn(exchange.operation());
        }
        return operations.label(exchange.operation());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
