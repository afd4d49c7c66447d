package dev.chasqui.adapters.processes;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The identity of one process on this machine. A process id alone may belong to another process
 * later.
 *
 * @param pid the process id
 * @param start the start time, in the unit of the system
 */
record ProcessIdentity(long pid, long start) {

    /** Returns the process that has the id now; empty if there is none. */
    static Optional<ProcessIdentity> of(long pid) {
        OptionalLong start =
                LinuxProcesses.isLinux() ? LinuxProcesses.startOf(pid) : startElsewhere(pid);
        return start.isPresent()
                ? Optional.of(new ProcessIdentity(pid, start.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong startElsewhere(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toEpochMilli)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    boolean lives() {
        return of(pid).equals(Optional.of(this));
    }
}
