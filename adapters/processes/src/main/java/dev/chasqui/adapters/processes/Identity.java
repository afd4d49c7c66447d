package dev.chasqui.adapters.processes;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One process of this machine: its number alone may be another's tomorrow.
 *
 * @param start when it was started, in whatever unit the system counts
 */
record Identity(long pid, long start) {

    /** The process that has that number now; empty if there is none. */
    static Optional<Identity> of(long pid) {
        OptionalLong start =
                LinuxProcesses.present() ? LinuxProcesses.startOf(pid) : startElsewhere(pid);
        return start.isPresent()
                ? Optional.of(new Identity(pid, start.getAsLong()))
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
