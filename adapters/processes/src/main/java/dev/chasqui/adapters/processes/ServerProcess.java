package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One server that was started. Safe for use by several threads. */
final class ServerProcess {
    private static final int KILLED = 128 + 9;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Process lifeline;
    private final OutputTail output = new OutputTail();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile boolean told;

    private ServerProcess(Process lifeline) {
        this.lifeline = lifeline;
        Thread reader =
                Thread.ofVirtual()
                        .name("server-output")
                        .start(() -> output.readAll(lifeline.getInputStream()));
        lifeline.onExit().thenRunAsync(() -> finish(reader), Thread::startVirtualThread);
    }

    static ServerProcess start(Launch launch) throws IOException {
        return new ServerProcess(Lifeline.start(launch.command(), launch.environment()));
    }

    /** Who has left its group may hold the output open; nobody waits for that. */
    private void finish(Thread reader) {
        try {
            reader.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gone.complete(null);
    }

    /** Is complete when nobody of its group is left and all that it wrote is known. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    boolean isGone() {
        return gone.isDone();
    }

    /** How it ended, in words. */
    String ending() {
        int status = lifeline.exitValue();
        return status > 128
                ? "it was ended by signal " + (status - 128)
                : "it ended with status " + status;
    }

    /** Whether somebody killed it who was not asked to: mostly the kernel, for want of memory. */
    boolean wasKilled() {
        return !told && isGone() && lifeline.exitValue() == KILLED;
    }

    /** The last lines that it has written. */
    List<String> lastWords(int lines) {
        return output.last(lines);
    }

    /** Asks it to end, and kills it with all its children when the grace is over. */
    void stop(Duration grace) {
        told = true;
        tell("TERM");
        CompletableFuture.delayedExecutor(
                        grace.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(this::kill);
    }

    /** Kills it with all its children. */
    void kill() {
        told = true;
        try {
            lifeline.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private void tell(String signal) {
        try {
            lifeline.getOutputStream().write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
            lifeline.getOutputStream().flush();
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
