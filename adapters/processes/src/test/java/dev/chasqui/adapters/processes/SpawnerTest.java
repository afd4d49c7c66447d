package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** The thread that starts processes. */
@Isolated("it looks for threads of any spawner")
class SpawnerTest {
    private static final Launch LAUNCH = StandIns.launch(List.of("true"), StandIns.LONG);

    @Test
    void manyMayOrderAtOnce() throws Exception {
        try (Spawner spawner = new Spawner()) {
            List<FutureTask<Process>> orders = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                FutureTask<Process> order = new FutureTask<>(() -> spawner.start(LAUNCH, mark()));
                Thread.startVirtualThread(order);
                orders.add(order);
            }
            for (FutureTask<Process> order : orders) {
                Process process = order.get(30, TimeUnit.SECONDS);
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
        }
    }

    @Test
    void anErrorDoesNotEndItsThread() throws Exception {
        try (Spawner spawner = new Spawner()) {
            assertThat(
                            spawner.enqueue(
                                    () -> {
                                        throw new OutOfMemoryError("as if");
                                    }))
                    .isTrue();
            Process process = spawner.start(LAUNCH, mark());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatCannotBeStartedSaysSo() {
        Launch bad =
                new Launch(
                        List.of("true"),
                        Map.of("NOT=A NAME", "x"),
                        "/",
                        StandIns.LONG,
                        StandIns.LONG);
        try (Spawner spawner = new Spawner()) {
            assertThatThrownBy(() -> spawner.start(bad, mark())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void itsThreadLivesAsLongAsItsProcesses(@TempDir Path folder) throws Exception {
        SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG);
        try (one) {
            Told.await(one.start().loaded);

            assertThat(spawners()).isNotEmpty().allMatch(Thread::isDaemon);
        }
        StandIns.await("the spawner's end", () -> spawners().isEmpty());
    }

    /** A process with the mark of another one would be ended with it. */
    private static String mark() {
        return "chasqui-" + UUID.randomUUID();
    }

    private static List<Thread> spawners() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("spawner"))
                .toList();
    }
}
