package dev.chasqui.adapters.prometheus;

import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.application.port.BulkheadState;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.ExchangeRecord;
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
import java.util.List;
import java.util.function.Supplier;

/**
 * The counts of all exchanges in Prometheus' text format.
 *
 * <p>Labels: {@code model} is the name under which a backend lists the model, in whatever spelling
 * the client asked for it; it is empty until a backend has answered for that model. {@code backend}
 * is empty if no backend was asked. Safe for use by several threads; it never waits.
 *
 * <p>There are no exemplars: the text format has no place for them, and their sampler woke a thread
 * for nearly every exchange.
 */
public final class PrometheusMetrics implements ExchangeListener {
    /**
     * The largest number of models and of operations that become labels: more than any server has,
     * and few enough for one scrape.
     */
    private static final int MOST_VALUES = 500;

    /**
     * The upper bounds of the buckets of durations in seconds: from a cached answer to a long one
     * of a large model.
     */
    static final double[] DURATIONS = {
        0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300
    };

    /**
     * The upper bounds of the buckets of times to the first token in seconds: the server itself
     * adds milliseconds, the load of a model minutes.
     */
    private static final double[] FIRST_TOKENS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusAddedMetrics added = new PrometheusAddedMetrics(registry);
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final KnownValues models = new KnownValues(MOST_VALUES);
    private final KnownValues operations = new KnownValues(MOST_VALUES);

    private final Counter requests =
            Counter.builder()
                    .name("chasqui_requests_total")
                    .help("Completed exchanges.")
                    .labelNames("dialect", "operation", "model", "backend", "status")
                    .withoutExemplars()
                    .register(registry);
    private final Histogram durations =
            Histogram.builder()
                    .name("chasqui_request_duration_seconds")
                    .help("Seconds from the start of an exchange to its last byte.")
                    .labelNames("dialect", "operation", "model", "backend")
                    .classicOnly()
                    .classicUpperBounds(DURATIONS)
                    .withoutExemplars()
                    .register(registry);
    private final Histogram firstTokens =
            Histogram.builder()
                    .name("chasqui_first_token_seconds")
                    .help("Seconds from the start of an exchange to the first event of its reply.")
                    .labelNames("dialect", "operation", "model", "backend")
                    .classicOnly()
                    .classicUpperBounds(FIRST_TOKENS)
                    .withoutExemplars()
                    .register(registry);
    private final Counter tokens =
            Counter.builder()
                    .name("chasqui_tokens_total")
                    .help(
                            "Tokens that models read (direction prompt) or wrote (direction"
                                    + " completion).")
                    .labelNames("direction", "model", "backend")
                    .withoutExemplars()
                    .register(registry);
    private final Gauge streams =
            Gauge.builder()
                    .name("chasqui_streams_open")
                    .help("Replies that are being streamed.")
                    .withoutExemplars()
                    .register(registry);
    private final Counter errors =
            Counter.builder()
                    .name("chasqui_errors_total")
                    .help("Failed exchanges by the kind of failure.")
                    .labelNames("kind", "backend")
                    .withoutExemplars()
                    .register(registry);

    private final AgentMetrics agents = new AgentMetrics(registry);

    /** Creates the metrics; all counts are 0. */
    public PrometheusMetrics() {}

    /** Sets the source of the states of the agents' bulkheads, which is asked at each scrape. */
    public void watch(Supplier<List<BulkheadState>> bulkheads) {
        agents.watch(bulkheads);
    }

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
        agents.count(exchange.reports());
        exchange.failure()
                .map(Failure::code)
                .ifPresent(kind -> errors.labelValues(kind, backend).inc());
    }

    /** Returns the metrics that come and go, on the same page. */
    public AddedMetrics added() {
        return added;
    }

    /** Returns the present counts in the format that {@link #contentType()} names. */
    public byte[] scrape() {
        agents.update();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Returns the content type of {@link #scrape()}. */
    public String contentType() {
        return writer.getContentType();
    }

    private void count(Usage usage, String model, String backend) {
        add(usage.promptTokens(), "prompt", model, backend);
        add(usage.completionTokens(), "completion", model, backend);
    }

    /**
     * Adds a count of tokens, which a backend reported. A negative one is ignored, since a counter
     * throws if it would shrink.
     */
    private void add(long count, String direction, String model, String backend) {
        if (count >= 0) {
            tokens.labelValues(direction, model, backend).inc(count);
        }
    }

    /**
     * Returns the label of the exchange's model. Clients may ask for any name in any spelling, so a
     * name becomes a label only after a backend that lists it has answered for it.
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

    /**
     * Returns the label of the exchange's operation. It becomes known with the first success, so
     * that a guessed path never becomes a label.
     */
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
