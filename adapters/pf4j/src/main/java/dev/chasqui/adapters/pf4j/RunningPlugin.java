package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.json.Json;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plug-in that was started. Several generations may share it; it is stopped when the last of them
 * is closed. Safe for use by several threads.
 */
final class RunningPlugin {
    private static final System.Logger LOG = System.getLogger(RunningPlugin.class.getName());
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final LoadedJar jar;
    private final GenerationPlan.ConfigSection section;
    private final Contribution contribution;
    private final ServiceLender.Loan loan;
    private final int generation;
    private final AtomicInteger generations = new AtomicInteger();
    private String sha256;
    private boolean released;
    private boolean stopped;

    /**
     * Wraps a plug-in that has started.
     *
     * @param section the section that it was started with
     * @param loan the services that it was lent, which end with it
     * @param generation its number among the instances of this plug-in, from 1
     */
    RunningPlugin(
            LoadedJar jar,
            GenerationPlan.ConfigSection section,
            Contribution contribution,
            ServiceLender.Loan loan,
            int generation) {
        this.jar = jar;
        this.section = section;
        this.contribution = contribution;
        this.loan = loan;
        this.generation = generation;
        this.sha256 = jar.jar().sha256();
    }

    String name() {
        return jar.jar().name();
    }

    Contribution contribution() {
        return contribution;
    }

    int generation() {
        return generation;
    }

    /** Returns its jar as it was found, with the hash. */
    FoundJar jar() {
        FoundJar found = jar.jar();
        return new FoundJar(
                found.path(), found.id(), found.name(), sha256(), found.own(), found.signers());
    }

    /** Returns the private copy of its jar, which is there until it stops. */
    Path file() {
        return jar.file();
    }

    GenerationPlan.ConfigSection section() {
        return section;
    }

    /** Returns true if the config has a section for it that it does not read. */
    boolean hasUnreadSection() {
        return section.json() instanceof Json.Obj members
                && !members.members().isEmpty()
                && contribution.schemas().section().isEmpty();
    }

    /** Returns the facts that decide if it goes on unchanged. */
    GenerationPlan.RunningState state(Path path) {
        return new GenerationPlan.RunningState(path, name(), sha256(), section);
    }

    /** Returns the hash of the file that it was loaded from; empty if that cannot be read. */
    private synchronized String sha256() {
        if (sha256.isEmpty()) {
            try {
                sha256 = JarTrust.sha256(jar.file());
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "plug-in '" + name() + "': its copy cannot be read (" + e + ")");
            }
        }
        return sha256;
    }

    /** Adds a generation that has it. */
    void join() {
        generations.incrementAndGet();
    }

    /** Removes a generation that has it; without the last one it is stopped. */
    void leave() {
        if (generations.decrementAndGet() == 0) {
            stop();
        }
    }

    /**
     * Has the plug-in release its exclusive resources. Does nothing if it has done so already.
     *
     * @throws ExecutionException with the exception that it threw; it has resumed then
     * @throws TimeoutException if it takes too long; it has resumed then
     */
    synchronized void release(Duration limit) throws ExecutionException, TimeoutException {
        if (released || stopped) {
            return;
        }
        loan.pause();
        try {
            run(limit, jar.plugin()::release);
            released = true;
        } catch (ExecutionException | TimeoutException e) {
            try {
                run(limit, jar.plugin()::resume);
            } catch (ExecutionException | TimeoutException second) {
                e.addSuppressed(second);
            }
            loan.resume();
            throw e;
        }
    }

    /**
     * Has the plug-in take back the resources that it released. Does nothing if it has not released
     * them.
     *
     * @throws ExecutionException with the exception that it threw
     * @throws TimeoutException if it takes too long
     */
    synchronized void resume(Duration limit) throws ExecutionException, TimeoutException {
        if (released && !stopped) {
            run(limit, jar.plugin()::resume);
            released = false;
            loan.resume();
        }
    }

    /** Stops the plug-in and closes its jar; returns when both are done. Idempotent. */
    synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            run(STOP_LIMIT, jar.plugin()::stop);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "plug-in '" + name() + "' did not stop: " + FailureText.of(e));
        } finally {
            end(loan::close);
            end(jar::close);
        }
    }

    /** Ends a part of it. A failure must keep neither the rest nor other plug-ins from ending. */
    private void end(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "plug-in '" + name() + "' has not ended as a whole",
                    e);
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    private void run(Duration limit, Runnable code) throws ExecutionException, TimeoutException {
        jar.thread(limit)
                .call(
                        () -> {
                            code.run();
                            return name();
                        });
    }
}
