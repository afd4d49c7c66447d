package dev.chasqui.adapters.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Counter;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.HttpRequest;
import dev.chasqui.plugin.service.HttpStream;
import dev.chasqui.plugin.service.Metrics;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugin.service.Secret;
import dev.chasqui.plugin.service.Store;
import dev.chasqui.plugin.testkit.TestHttp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** The services of one instance of a plug-in are bounded, and end with it. */
class LentServicesTest {
    private static final HttpRequest REQUEST = HttpRequest.get("https://api.example/a");

    @TempDir private Path folder;

    private final List<String> metrics = new ArrayList<>();
    private final TestHttp http = new TestHttp().answer("GET https://api.example/a", 200, "text");
    private final PluginServices services =
            new PluginServices(
                    plugin -> folder.resolve(plugin),
                    (plugin, name) -> Optional.of(plugin + "'s " + name),
                    _ -> http,
                    Optional::empty,
                    new Noted(),
                    Runnable::run);
    private final LentServices lent = services.lend("sample-one", getClass().getClassLoader());

    /** Metrics that note the names of those that are held. */
    private final class Noted implements AddedMetrics {
        @Override
        public Held counter(String owner, String name, String help) {
            return held(name);
        }

        @Override
        public Held timer(String owner, String name, String help) {
            return held(name);
        }

        @Override
        public Held gauge(String owner, String name, String help, DoubleSupplier value) {
            return held(name);
        }

        private Held held(String name) {
            metrics.add(name);
            return new Held() {
                @Override
                public void add(double value) {}

                @Override
                public void close() {
                    metrics.remove(name);
                }
            };
        }
    }

    @Test
    void everyServiceThrowsAfterTheEndAlsoIfItWasTakenBefore() {
        Store store = lent.store();
        Http client = lent.http();
        OwnModels models = lent.models();
        Counter counter = lent.counter("calls", "Calls.");
        lent.close();
        lent.close();

        for (Runnable use :
                List.<Runnable>of(
                        lent::store,
                        lent::http,
                        lent::models,
                        lent::scheduler,
                        () -> lent.secret("a"),
                        () -> lent.counter("late", ""),
                        () -> store.get("k"),
                        () -> client.send(REQUEST, new Cancellation()),
                        () -> models.embed("m", List.of("a")))) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sample-one");
        }
        counter.add(1);
        assertThat(metrics).isEmpty();
    }

    @Test
    void theEndCancelsAnOpenStream() {
        HttpStream stream = lent.http().open(REQUEST, new Cancellation());
        lent.close();

        assertThatThrownBy(() -> stream.body().next())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
    }

    @Test
    void openStreamsAreBoundedAndClosedOnesGiveTheirPlaceBack() {
        List<HttpStream> open = new ArrayList<>();
        for (int i = 0; i < Http.MOST_CALLS; i++) {
            open.add(lent.http().open(REQUEST, new Cancellation()));
        }
        assertThatThrownBy(() -> lent.http().send(REQUEST, new Cancellation()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class));

        open.getFirst().close();
        open.getFirst().close();
        assertThat(lent.http().send(REQUEST, new Cancellation()).text()).isEqualTo("text");
        assertThat(open.getLast().body().next()).isNotNull();
        assertThat(open.getLast().body().next()).isNull();
        assertThat(lent.http().open(REQUEST, new Cancellation()).status()).isEqualTo(200);
        assertThat(lent.http().open(REQUEST, new Cancellation()).status()).isEqualTo(200);
    }

    @Test
    void thereAreNoModelsWhileTheServerStarts() {
        assertThatThrownBy(() -> lent.models().embed("m", List.of("a")))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> {
                            assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class);
                            assertThat(e.failure().retryDelay()).contains(Duration.ofSeconds(1));
                        });
    }

    @Test
    void twoInstancesOfAPluginSeeOneStoreAndAnotherPluginDoesNot() {
        LentServices newer = services.lend("sample-one", getClass().getClassLoader());
        LentServices other = services.lend("other", getClass().getClassLoader());
        newer.store().putText("k", "new");

        assertThat(lent.store().text("k")).contains("new");
        assertThat(other.store().text("k")).isEmpty();
        newer.close();
        assertThat(lent.store().text("k")).contains("new");
    }

    @Test
    void aSecretHidesItself() {
        Secret secret = lent.secret("key").orElseThrow();

        assertThat(secret.value()).isEqualTo("sample-one's key");
        assertThat("" + secret + Optional.of(secret) + List.of(secret)).doesNotContain("key");
        assertThat(secret).isEqualTo(new Secret("sample-one's key")).isNotEqualTo(new Secret(""));
    }

    @Test
    void metricsHaveTheNameOfThePlugin() {
        lent.counter("calls", "");
        lent.gauge("size", "", () -> 1);
        lent.timer("time", "");

        assertThat(metrics)
                .containsExactly(
                        "chasqui_plugin_sample_one_calls",
                        "chasqui_plugin_sample_one_size",
                        "chasqui_plugin_sample_one_time_seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Calls", "1a", "a-b", "a_total", "a\n", "a_bucket"})
    void aWrongNameOfAMetricIsRefused(String name) {
        assertThatThrownBy(() -> lent.counter(name, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metric");
        assertThat(metrics).isEmpty();
    }

    @Test
    void theNumberOfMetricsHasABound() {
        for (int i = 0; i < Metrics.MOST; i++) {
            lent.counter("c" + i, "");
        }
        assertThatThrownBy(() -> lent.counter("c0", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lent.counter("more", ""))
                .isInstanceOf(IllegalStateException.class);
    }
}
