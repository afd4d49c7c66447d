package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelServers;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Real processes of a stand-in. */
class SpawnedModelsTest {
    private static final String MODEL = "m";

    /** By which all that a test has started can be found. */
    private final String mark = "mark-" + UUID.randomUUID();

    private final Told told = new Told();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<String> key = new CompletableFuture<>();
    private Optional<SpawnedModels> models = Optional.empty();

    @AfterEach
    void close() {
        models.ifPresent(SpawnedModels::close);
        assertThat(standIns()).isEmpty();
    }

    @Test
    void aServerIsReadyWhenItSaysSoAndHasAKeyOfItsOwn() throws Exception {
        start(Duration.ofSeconds(30));

        assertThat(told.loaded.get(30, TimeUnit.SECONDS)).isNotNull();

        assertThat(get("/health")).isEqualTo(key.get(1, TimeUnit.SECONDS)).hasSizeGreaterThan(40);
    }

    @Test
    void oneThatFailsTellsItsLastWords() throws Exception {
        start(Duration.ofSeconds(30), "fails");

        LoadFailure why = told.failed.get(30, TimeUnit.SECONDS);

        assertThat(why.why()).contains("status 3").contains("starting");
        assertThat(why.outOfMemory()).isTrue();
    }

    @Test
    void oneThatHangsIsKilled() throws Exception {
        start(Duration.ofSeconds(1), "hangs");

        LoadFailure why = told.failed.get(30, TimeUnit.SECONDS);

        assertThat(why.why()).contains("not ready within 1 s");
        assertThat(why.outOfMemory()).isFalse();
        assertThat(standIns()).isEmpty();
    }

    @Test
    void aProgramThatIsNotThereSaysSo() throws Exception {
        models = Optional.of(models(List.of("no-such-program"), Duration.ofSeconds(30)));
        models.get().start(MODEL, told);

        assertThat(told.failed.get(30, TimeUnit.SECONDS).why()).contains("no-such-program");
    }

    @Test
    void stoppingTakesWhatTheServerHasStartedAlong() throws Exception {
        start(Duration.ofSeconds(30), "forks");
        told.loaded.get(30, TimeUnit.SECONDS);
        assertThat(standIns()).isNotEmpty();

        models.orElseThrow().stop(MODEL);

        told.exited.get(30, TimeUnit.SECONDS);
        assertThat(standIns()).isEmpty();
    }

    @Test
    void oneThatDoesNotGoIsKilledAfterItsGrace() throws Exception {
        start(Duration.ofSeconds(30), "stays");
        told.loaded.get(30, TimeUnit.SECONDS);

        models.orElseThrow().stop(MODEL);

        told.exited.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aServerThatDiesIsNoticed() throws Exception {
        start(Duration.ofSeconds(30));
        told.loaded.get(30, TimeUnit.SECONDS);

        assertThat(get("/die")).isEmpty();

        told.exited.get(30, TimeUnit.SECONDS);
    }

    private void start(Duration patience, String... habits) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StandInServer.class.getName(),
                                "${port}",
                                mark));
        command.addAll(List.of(habits));
        models = Optional.of(models(command, patience));
        models.get().start(MODEL, told);
    }

    private SpawnedModels models(List<String> command, Duration patience) {
        Launch launch =
                new Launch(
                        command,
                        Map.of("STAND_IN_KEY", "${key}"),
                        "/health",
                        patience,
                        Duration.ofSeconds(1));
        return new SpawnedModels(
                Map.of(MODEL, launch),
                (_, onPort, withKey) -> {
                    port.complete(onPort);
                    key.complete(withKey);
                    return nobody();
                });
    }

    /** What a server answers; nothing if it breaks off. */
    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port.get(10, TimeUnit.SECONDS) + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    /** What is left of all that was started. */
    private List<String> standIns() {
        return ProcessHandle.allProcesses()
                .flatMap(one -> one.info().commandLine().stream())
                .filter(line -> line.contains(mark))
                .toList();
    }

    private static Backend nobody() {
        return (Backend)
                Proxy.newProxyInstance(
                        Backend.class.getClassLoader(),
                        new Class<?>[] {Backend.class},
                        (_, method, _) -> {
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    /** What its watcher was told. */
    private static final class Told implements ModelServers.Watcher {
        private final CompletableFuture<Backend> loaded = new CompletableFuture<>();
        private final CompletableFuture<LoadFailure> failed = new CompletableFuture<>();
        private final CompletableFuture<Boolean> exited = new CompletableFuture<>();

        @Override
        public void progress(String text) {}

        @Override
        public void prepared(Footprint estimate) {}

        @Override
        public void loaded(Backend server, Optional<Footprint> memory) {
            loaded.complete(server);
        }

        @Override
        public void failed(LoadFailure why) {
            failed.complete(why);
        }

        @Override
        public void exited() {
            exited.complete(true);
        }
    }
}
