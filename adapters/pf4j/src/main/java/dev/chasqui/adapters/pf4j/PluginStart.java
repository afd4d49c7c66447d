package dev.chasqui.adapters.pf4j;

import dev.chasqui.plugin.Plugin;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The start of one plug-in. What it opened before it failed, or after it took too long, is closed
 * by its own {@link Plugin#stop}, on the same thread.
 */
final class PluginStart {
    private static final System.Logger LOG = System.getLogger(PluginStart.class.getName());

    private final LoadedJar jar;
    private final PluginSettings settings;
    private final Registration registration;
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

    private enum State {
        STARTING,
        STARTED,
        GIVEN_UP
    }

    /**
     * @param others the plug-ins that are installed with it
     */
    PluginStart(LoadedJar jar, PluginSettings settings, Collection<Contributor> others) {
        this.jar = jar;
        this.settings = settings;
        this.registration =
                new Registration(
                        jar.jar().path(),
                        jar.jar().name(),
                        settings,
                        new ContextLoader(jar.loader()),
                        others);
    }

    /**
     * Starts it.
     *
     * @throws ExecutionException with whatever it threw
     * @throws TimeoutException if it takes too long
     */
    Contribution start() throws ExecutionException, TimeoutException {
        try {
            return thread(settings.startLimit()).call(this::run);
        } catch (TimeoutException e) {
            if (!state.compareAndSet(State.STARTING, State.GIVEN_UP)) {
                // It was done at the last moment, too late.
                thread(settings.startLimit()).call(this::stop);
            }
            throw e;
        } finally {
            registration.close();
        }
    }

    private Contribution run() {
        try {
            jar.plugin().start(registration, registration);
        } catch (Throwable e) {
            stop();
            throw e;
        }
        Contribution contribution = registration.contribution();
        if (!state.compareAndSet(State.STARTING, State.STARTED)) {
            stop();
        }
        return contribution;
    }

    private Plugin stop() {
        try {
            jar.plugin().stop();
        } catch (Throwable e) {
            // Why it did not start is told; this would hide it.
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "plug-in '" + jar.jar().name() + "' did not stop: " + Reason.of(e));
        }
        return jar.plugin();
    }

    /** Lets the check go through its section instead of starting it. */
    Contribution check(SectionCheck check) throws ExecutionException, TimeoutException {
        try {
            return thread(settings.startLimit())
                    .call(
                            () -> {
                                check.check(jar.plugin(), jar.jar().name(), registration, settings);
                                return registration.contribution();
                            });
        } finally {
            registration.close();
        }
    }

    private PluginThread thread(Duration limit) {
        return new PluginThread(
                String.valueOf(jar.jar().path().getFileName()), jar.loader(), limit);
    }
}
