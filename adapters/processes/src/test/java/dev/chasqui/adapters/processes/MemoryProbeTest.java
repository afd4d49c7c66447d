package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The measured memory of servers: real processes, fake GPUs. */
@EnabledOnOs(OS.LINUX)
class MemoryProbeTest {
    private static final ByteSize VRAM = ByteSize.ofMebibytes(7);

    private final StandIns standIns = new StandIns();
    private final BlockingQueue<Set<Long>> asked = new LinkedBlockingQueue<>();

    @TempDir private Path folder;

    @Test
    void whatItTakesIsSeenAtOnceAndOfTheGpusALittleLater() throws Exception {
        try (SpawnedStandIns one = spawning(standIns.launch(StandIns.LONG), this::vram)) {
            Told told = one.start();

            MeasuredMemory first = Told.await(told.memory);
            assertThat(first.ram().orElseThrow()).isGreaterThan(ByteSize.ofMebibytes(5));
            assertThat(first.vram()).isEmpty();
            MeasuredMemory second = next(told);
            assertThat(second.ram().orElseThrow()).isGreaterThan(ByteSize.ofMebibytes(5));
            assertThat(second.vram()).contains(VRAM);
        }
    }

    @Test
    void itIsSeenAgainWheneverSomebodyWantsThat() throws Exception {
        try (SpawnedStandIns one = spawning(standIns.launch(StandIns.LONG), this::vram)) {
            Told told = one.start();
            next(told);

            StandIns.await(
                    "another look",
                    () -> {
                        one.models.observe(MODEL);
                        return !told.observed.isEmpty();
                    });

            assertThat(next(told).vram()).contains(VRAM);
        }
    }

    @Test
    void allThatItHasStartedBelongsToItEvenInASessionOfItsOwn() throws Exception {
        try (SpawnedStandIns one =
                spawning(standIns.launch(StandIns.LONG, "forks", "leaves"), this::vram)) {
            one.start();

            Set<Long> processes = take(asked);

            List<String> commands = new ArrayList<>();
            processes.stream()
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .flatMap(process -> process.info().commandLine().stream())
                    .forEach(commands::add);
            assertThat(commands)
                    .anyMatch(line -> line.contains("StandInServer"))
                    .filteredOn(line -> line.contains("trap '' TERM"))
                    .hasSize(2);
            assertThat(processes).doesNotContain(ProcessHandle.current().pid());
        }
    }

    @Test
    void whatIsNotKnownOfTheGpusIsNotTold() throws Exception {
        try (SpawnedStandIns one =
                spawning(standIns.launch(StandIns.LONG), SpawnedStandIns.NO_GPUS)) {
            MeasuredMemory seen = next(one.start());

            assertThat(seen.ram()).isPresent();
            assertThat(seen.vram()).isEmpty();
        }
    }

    @Test
    void nobodyWaitsForGpusThatHangAndNobodyLooksWhenItIsGone() throws Exception {
        CompletableFuture<Thread> interrupted = new CompletableFuture<>();
        GpuMemory hangs =
                processes -> {
                    asked.add(processes);
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.complete(Thread.currentThread());
                    }
                    return Optional.of(VRAM);
                };
        try (SpawnedStandIns one = spawning(standIns.launch(StandIns.LONG), hangs)) {
            Told told = one.start();
            Told.await(told.loaded);
            take(asked);

            one.models.observe(MODEL);
            one.models.stop(MODEL);

            Told.await(told.exited);
            assertThat(Told.await(interrupted).getName()).isEqualTo("measure-" + MODEL);
            assertThat(interrupted.join().join(Duration.ofSeconds(30))).isTrue();
            one.models.observe(MODEL);
            assertThat(told.observed).isEmpty();
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void ofGpusThatBreakNothingIsTold() throws Exception {
        GpuMemory breaks =
                processes -> {
                    asked.add(processes);
                    throw new IllegalStateException("on purpose");
                };
        try (SpawnedStandIns one = spawning(standIns.launch(StandIns.LONG), breaks)) {
            Told told = one.start();
            take(asked);

            StandIns.await(
                    "another look",
                    () -> {
                        one.models.observe(MODEL);
                        return !asked.isEmpty();
                    });
            assertThat(told.observed).isEmpty();
        }
    }

    @Test
    void ofAServerThatRunsElsewhereNothingIsSeen() throws Exception {
        Path port = folder.resolve("port");
        Launch container =
                notListening(
                        List.of(
                                "sh",
                                "-c",
                                "echo ${port} > "
                                        + port
                                        + ".new; mv "
                                        + port
                                        + ".new "
                                        + port
                                        + "; sleep 600",
                                standIns.mark()));
        HttpServer elsewhere = null;
        try (SpawnedStandIns one = spawning(container, this::vram)) {
            Told told = one.start();
            StandIns.await("the port", () -> Files.exists(port));
            elsewhere = answering(Integer.parseInt(Files.readString(port).strip()));

            assertThat(Told.await(told.memory)).isEqualTo(MeasuredMemory.NOTHING);
            one.models.stop(MODEL);
            Told.await(told.exited);
            assertThat(told.observed).isEmpty();
            assertThat(asked).isEmpty();
        } finally {
            if (elsewhere != null) {
                elsewhere.stop(0);
            }
        }
    }

    @Test
    void aCommandThatListensItselfIsSeen() throws Exception {
        Launch command = notListening(standIns.launch(StandIns.LONG).command());
        try (SpawnedStandIns one = spawning(command, this::vram)) {
            assertThat(next(one.start()).vram()).contains(VRAM);
        }
    }

    private Optional<ByteSize> vram(Set<Long> processes) {
        asked.add(processes);
        return Optional.of(VRAM);
    }

    private SpawnedStandIns spawning(Launch launch, GpuMemory gpus) throws Exception {
        return new SpawnedStandIns(folder, _ -> new Recipe.Prepared(launch, Footprint.NONE), gpus);
    }

    private static Launch notListening(List<String> command) {
        return new Launch(
                command,
                Map.of("STAND_IN_KEY", "${key}"),
                "/health",
                StandIns.LONG,
                Duration.ofSeconds(1),
                false);
    }

    private static HttpServer answering(int port) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/health",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static MeasuredMemory next(Told told) throws InterruptedException {
        return take(told.observed);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }
}
