package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The effect of SIGHUP on a process. */
class HangUpSignalTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final AtomicInteger reloads = new AtomicInteger();

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its processes get no signals")
    void whereStandardInputIsNoTerminalItReloadsAndTheProcessGoesOn() throws Exception {
        assumeFalse(isIgnored(), "SIGHUP is ignored here, as nohup has it: so is it by children");
        try (Listening process =
                Listening.start(JAVA, "-XX:TieredStopAtLevel=1", Listener.class.getName())) {
            assertThat(process.taken()).isTrue();

            process.hangUp();
            assertThat(process.nextLine()).isEqualTo("reload 1");
            process.hangUp();
            assertThat(process.nextLine()).isEqualTo("reload 2");

            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "script takes other options elsewhere")
    void whereStandardInputIsATerminalItEndsTheProcess() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "nothing here makes a terminal");
        String command =
                "exec '" + JAVA + "' -XX:TieredStopAtLevel=1 '" + Listener.class.getName() + "'";
        try (Listening process = Listening.start(SCRIPT.toString(), "-qec", command, "/dev/null")) {
            assertThat(process.taken()).isFalse();

            process.hangUp();

            assertThat(process.awaitEnd()).isEqualTo(128 + 1);
        }
    }

    @Test
    void thoseThatComeWhileOneWaitsForItsTurnAreServedByIt() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HangUpSignal signal =
                new HangUpSignal(
                        () -> {
                            reloads.incrementAndGet();
                            first.countDown();
                            await(goOn);
                        });
        Thread running = Thread.ofPlatform().start(signal::hungUp);
        await(first);
        Thread waiting = Thread.ofPlatform().start(signal::hungUp);
        while (waiting.getState() != Thread.State.BLOCKED) {
            assertThat(waiting.isAlive()).isTrue();
            Thread.onSpinWait();
        }

        signal.hungUp();
        goOn.countDown();
        running.join();
        waiting.join();

        assertThat(reloads).hasValue(2);
    }

    @Test
    void oneThatFailsDoesNotKeepTheNextOff() {
        HangUpSignal signal =
                new HangUpSignal(
                        () -> {
                            reloads.incrementAndGet();
                            throw new StackOverflowError("a bug of the reload");
                        });

        signal.hungUp();
        signal.hungUp();

        assertThat(reloads).hasValue(2);
    }

    @Test
    void afterItIsClosedItMeansNothing() {
        HangUpSignal signal = new HangUpSignal(reloads::incrementAndGet);

        signal.close();
        signal.hungUp();

        assertThat(reloads).hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A program that prints if it handles the signal, and each reload. */
    static final class Listener {
        private Listener() {}

        public static void main(String[] arguments) throws InterruptedException {
            AtomicInteger count = new AtomicInteger();
            HangUpSignal signal =
                    HangUpSignal.listen(
                            () -> System.out.println("reload " + count.incrementAndGet()));
            System.out.println(ProcessHandle.current().pid() + " " + signal.isTaken());
            Thread.currentThread().join();
        }
    }

    /**
     * Returns true if the parent of this process has made it ignore hang-ups; false if that is not
     * known.
     */
    private static boolean isIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 1) == 1);
    }

    /** Starts that program as a process, optionally within another command. */
    private static final class Listening implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;
        private final List<String> firstLine;

        private Listening(Process process) throws Exception {
            this.process = process;
            this.output = process.inputReader(StandardCharsets.UTF_8);
            this.firstLine = List.of(nextLine().split(" ", -1));
        }

        static Listening start(String... command) throws Exception {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            return new Listening(builder.start());
        }

        private String pid() {
            return firstLine.getFirst();
        }

        boolean taken() {
            return Boolean.parseBoolean(firstLine.getLast());
        }

        void hangUp() throws IOException, InterruptedException {
            int sent = new ProcessBuilder("kill", "-HUP", pid()).inheritIO().start().waitFor();
            assertThat(sent).isZero();
        }

        String nextLine() throws Exception {
            String line =
                    CompletableFuture.supplyAsync(this::readLine, Thread::startVirtualThread)
                            .get(20, TimeUnit.SECONDS);
            assertThat(line).as("what it says before it ends").isNotNull();
            return line;
        }

        private @Nullable String readLine() {
            try {
                return output.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isAlive() {
            return process.isAlive();
        }

        int awaitEnd() throws InterruptedException {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            ProcessHandle.of(Long.parseLong(pid())).ifPresent(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
