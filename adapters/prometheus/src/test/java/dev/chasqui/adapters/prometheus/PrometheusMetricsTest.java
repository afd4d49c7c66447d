package dev.chasqui.adapters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class PrometheusMetricsTest {
    private final PrometheusMetrics metrics = new PrometheusMetrics();

    @Test
    void anExchangeIsCountedWithItsTimesAndTokens() {
        metrics.finished(answered("llama3"));
        metrics.finished(answered("llama3"));

        String labels =
                "backend=\"gpu\",dialect=\"openai\",model=\"llama3\",operation=\"/v1/chat\"";
        assertThat(scrape())
                .contains("chasqui_requests_total{" + labels + ",status=\"200\"} 2.0")
                .contains("chasqui_request_duration_seconds_count{" + labels + "} 2")
                .contains("chasqui_request_duration_seconds_sum{" + labels + "} 1.624")
                .contains("chasqui_request_duration_seconds_bucket{" + labels + ",le=\"0.5\"} 0")
                .contains("chasqui_request_duration_seconds_bucket{" + labels + ",le=\"1.0\"} 2")
                .contains("chasqui_first_token_seconds_sum{" + labels + "} 0.26")
                .contains(
                        "chasqui_tokens_total{backend=\"gpu\",direction=\"prompt\",model=\"llama3\"}"
                            + " 24.0")
                .contains(
                        "chasqui_tokens_total{backend=\"gpu\",direction=\"completion\","
                                + "model=\"llama3\"} 80.0")
                .noneMatch(line -> line.startsWith("chasqui_errors_total"));
    }

    @Test
    void openStreamsAreThoseThatAreNotClosed() {
        metrics.streamOpened();
        metrics.streamOpened();
        metrics.streamClosed();

        assertThat(scrape()).contains("chasqui_streams_open 1.0");
    }

    @Test
    void countingTakesNoThreadOfTheLibrary() {
        metrics.streamOpened();
        metrics.finished(answered("llama3"));
        metrics.streamClosed();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("prometheus"));
    }

    @Test
    void aFailureIsCountedByItsKindAndBackend() {
        Failure failure = new Failure.BackendUnreachable("gpu", "connection refused");
        metrics.finished(failed("llama3", Optional.of("gpu"), 502, failure));

        assertThat(scrape())
                .contains("chasqui_errors_total{backend=\"gpu\",kind=\"backend_unreachable\"} 1.0");
    }

    @Test
    void aModelThatNoBackendAnsweredForIsNoLabel() {
        for (int i = 0; i < 1_000; i++) {
            Failure failure = new Failure.UnknownModel("m" + i, List.of());
            metrics.finished(failed("m" + i, Optional.empty(), 404, failure));
        }

        assertThat(scrape())
                .filteredOn(line -> line.startsWith("chasqui_requests_total"))
                .containsExactly(
                        "chasqui_requests_total{backend=\"\",dialect=\"openai\",model=\"\","
                                + "operation=\"\",status=\"404\"} 1000.0");
    }

    @Test
    void aModelThatABackendAnsweredForIsALabelOfItsFailuresToo() {
        metrics.finished(answered("llama3"));
        Failure failure = new Failure.BackendBroke("gpu", "no end");
        metrics.finished(failed("llama3", Optional.of("gpu"), 200, failure));

        assertThat(scrape())
                .contains(
                        "chasqui_requests_total{backend=\"gpu\",dialect=\"openai\","
                                + "model=\"llama3\",operation=\"/v1/chat\",status=\"200\"} 2.0");
    }

    @Test
    void evenKnownModelsAreBoundedInNumber() {
        for (int i = 0; i < 2_000; i++) {
            metrics.finished(answered("m" + i));
        }

        assertThat(scrape())
                .filteredOn(line -> line.startsWith("chasqui_requests_total"))
                .hasSize(501)
                .anyMatch(line -> line.contains("model=\"\"") && line.endsWith(" 1500.0"));
    }

    @Test
    void aModelHasOneSeriesHoweverClientsSpellIt() {
        for (int i = 0; i < 32; i++) {
            String spelling = spelled("llama", i);
            metrics.finished(asked(spelling, "llama", Optional.empty()));
            metrics.finished(
                    asked(
                            spelling,
                            "llama",
                            Optional.of(new Failure.BackendBroke("gpu", "no end"))));
        }

        assertThat(scrape())
                .filteredOn(line -> line.startsWith("chasqui_requests_total"))
                .containsExactly(
                        "chasqui_requests_total{backend=\"gpu\",dialect=\"openai\","
                                + "model=\"llama\",operation=\"/v1/chat\",status=\"200\"} 64.0");
    }

    private static String spelled(String name, int capitals) {
        StringBuilder spelled = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if ((capitals & (1 << i)) != 0) {
                spelled.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return spelled.toString();
    }

    @Test
    void aCountThatCannotBeIsLeftOutAndTheRestIsCounted() {
        metrics.finished(
                exchange(
                        "m",
                        "m",
                        Optional.of("gpu"),
                        200,
                        Optional.empty(),
                        Optional.of(Usage.of(-5, 7)),
                        Optional.of(new Failure.BackendBroke("gpu", "no end"))));

        assertThat(scrape())
                .noneMatch(line -> line.contains("direction=\"prompt\""))
                .anyMatch(
                        line -> line.contains("direction=\"completion\"") && line.endsWith(" 7.0"))
                .anyMatch(line -> line.startsWith("chasqui_errors_total{"));
    }

    @Test
    void aValueCannotBreakItsLine() {
        metrics.finished(answered("a\"}\nb\\"));

        assertThat(scrape()).anyMatch(line -> line.contains("model=\"a\\\"}\\nb\\\\\""));
    }

    @Test
    void theFormatIsPrometheusText() {
        assertThat(metrics.contentType()).startsWith("text/plain; version=0.0.4");
        metrics.finished(answered("llama3"));

        assertThat(scrape())
                .contains(
                        "# TYPE chasqui_requests_total counter",
                        "# TYPE chasqui_request_duration_seconds histogram",
                        "# TYPE chasqui_streams_open gauge");
    }

    private List<String> scrape() {
        return new String(metrics.scrape(), StandardCharsets.UTF_8).lines().toList();
    }

    private static ExchangeRecord answered(String model) {
        return asked(model, model, Optional.empty());
    }

    private static ExchangeRecord asked(String model, String listed, Optional<Failure> failure) {
        return exchange(
                model,
                listed,
                Optional.of("gpu"),
                200,
                Optional.of(Duration.ofMillis(130)),
                Optional.of(Usage.of(12, 40)),
                failure);
    }

    private static ExchangeRecord failed(
            String model, Optional<String> backend, int status, Failure failure) {
        return exchange(
                model,
                model,
                backend,
                status,
                Optional.empty(),
                Optional.empty(),
                Optional.of(failure));
    }

    private static ExchangeRecord exchange(
            String model,
            String listed,
            Optional<String> backend,
            int status,
            Optional<Duration> firstEvent,
            Optional<Usage> usage,
            Optional<Failure> failure) {
        return new ExchangeRecord(
                "ab12",
                "openai",
                "/v1/chat",
                "ada",
                Optional.of(model),
                backend.map(_ -> listed),
                backend,
                List.of(),
                status,
                true,
                Instant.EPOCH,
                firstEvent,
                Duration.ofMillis(812),
                usage,
                failure,
                Optional.empty(),
                List.of(),
                ExchangeAccount.NONE);
    }
}
