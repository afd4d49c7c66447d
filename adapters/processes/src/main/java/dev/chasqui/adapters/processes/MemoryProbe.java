package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.ModelServers.Watcher;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.MeasuredMemory;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A probe of the memory that one server uses, with all its children. A measurement has a thread of
 * its own, so that no caller waits for it; after {@link #close} no measurement is running.
 */
final class MemoryProbe implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MemoryProbe.class.getName());

    /** The longest wait for the end of a measurement. */
    private static final Duration TO_END = Duration.ofSeconds(2);

    private final Target target;
    private final GpuMemory gpus;
    private final Watcher watcher;
    private @Nullable Thread measurement;
    private boolean closed;

    /**
     * The server to measure.
     *
     * @param model the name of its model
     * @param leader its first process; empty if that is not known
     * @param port the port on which it answers
     * @param listensItself true if this process itself is known to answer
     */
    record Target(
            String model, Optional<ProcessIdentity> leader, int port, boolean listensItself) {}

    MemoryProbe(Target target, GpuMemory gpus, Watcher watcher) {
        this.target = target;
        this.gpus = gpus;
        this.watcher = watcher;
    }

    /** Returns the machine's memory that the server uses; empty if it is not known. */
    Optional<ByteSize> ram() {
        return ram(family());
    }

    private static Optional<ByteSize> ram(Set<Long> family) {
        OptionalLong ram =
                LinuxProcesses.isLinux() ? LinuxProcesses.memoryOf(family) : OptionalLong.empty();
        return ram.isPresent() ? Optional.of(new ByteSize(ram.getAsLong())) : Optional.empty();
    }

    /**
     * Starts a measurement if none is running; the watcher receives the result, if there is one.
     */
    synchronized void begin() {
        if (closed || (measurement != null && measurement.isAlive())) {
            return;
        }
        measurement = Thread.ofVirtual().name("measure-" + target.model()).start(this::measure);
    }

    private void measure() {
        try {
            Set<Long> family = family();
            if (family.isEmpty()) {
                return;
            }
            MeasuredMemory measured = new MeasuredMemory(ram(family), gpus.of(family));
            if (!measured.isNothing()) {
                report(measured);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the memory of " + target.model() + " cannot be measured",
                    e);
        }
    }

    private synchronized void report(MeasuredMemory measured) {
        if (!closed) {
            watcher.observed(measured);
        }
    }

    /**
     * Returns the server's processes; none if another process answers, such as a container, since
     * only the program that started it can be measured then.
     */
    private Set<Long> family() {
        Optional<ProcessIdentity> first = target.leader().filter(ProcessIdentity::lives);
        if (first.isEmpty()) {
            return Set.of();
        }
        long leader = first.get().pid();
        Set<Long> family = new HashSet<>(LinuxProcesses.ofGroup(leader));
        family.add(leader);
        ProcessHandle.of(leader).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(one -> family.add(one.pid()));
        return target.listensItself() || PortOwner.isHeldBy(target.port(), family)
                ? family
                : Set.of();
    }

    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = measurement;
        }
        if (last == null) {
            return;
        }
        last.interrupt();
        try {
            if (!last.join(TO_END)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a measurement of " + target.model() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
