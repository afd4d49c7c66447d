package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The kill of a process that an earlier run has started, with its group if it leads one. */
final class GroupKill {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private GroupKill() {}

    /** Kills the process and waits until it has ended; returns false if it does not end. */
    static boolean kill(ProcessIdentity leader) {
        Optional<ProcessHandle> process = ProcessHandle.of(leader.pid());
        if (process.isEmpty()) {
            return true;
        }
        CompletableFuture<ProcessHandle> gone = process.get().onExit();
        try {
            if (leads(leader.pid())) {
                killGroup(leader.pid());
            } else {
                process.get().destroyForcibly();
            }
            gone.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | IOException e) {
            return !leader.lives();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !leader.lives();
    }

    private static boolean leads(long pid) {
        return !LinuxProcesses.isLinux()
                || LinuxProcesses.groupOf(pid).equals(OptionalLong.of(pid));
    }

    private static void killGroup(long group) throws IOException, InterruptedException {
        Process kill =
                new ProcessBuilder(
                                "sh", "-c", "kill -s KILL -- \"-$1\"", "sh", Long.toString(group))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!kill.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            kill.destroyForcibly();
        }
    }
}
