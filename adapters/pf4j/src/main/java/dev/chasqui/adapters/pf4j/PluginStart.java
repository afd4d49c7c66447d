package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.loading.ContextLoader;
import dev.chasqui.plugin.Plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The start of one plug-in. If the start fails or takes too long, the plug-in's own {@link
 * Plugin#stop} closes the resources that it has opened, on the same thread.
 */
final class PluginStart {
    private static final System.Logger LOG = System.getLogger(PluginStart.class.getName());

    private final LoadedJar jar;
    private final PluginSettings settings;
    private final PluginRegistration registration;
    private ServiceLender.Loan loan = NoLoan.INSTANCE;
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

    private enum State {
        STARTING,
        STARTED,
        GIVEN_UP
    }

    /**
     * Prepares a start.
     *
     * @param others the plug-ins that are installed with it
     */
    PluginStart(LoadedJar jar, PluginSettings settings, Collection<Contributor> others) {
        this.jar = jar;
        this.settings = settings;
        this.registration =
                new PluginRegistration(
                        jar.jar().path(),
                        jar.jar().name(),
                        settings,
                        new ContextLoader(jar.loader()),
                        others);
    }

    /**
     * Starts the plug-in and returns its contribution.
     *
     * @throws ExecutionException with the exception that it threw
     * @throws TimeoutException if it takes too long
     */
    Contribution start() throws ExecutionException, TimeoutException {
        loan = settings.lender().lend(jar.jar().name(), jar.loader());
        registration.lend(loan);
        boolean started = false;
        try {
            Contribution contribution = thread(settings.startLimit()).call(this::run);
            started = true;
            return contribution;
        } catch (TimeoutException e) {
            if (!state.compareAndSet(State.STARTING, State.GIVEN_UP)) {
                // It was started, but after its time was over.
                thread(settings.startLimit()).call(this::stop);
            }
            throw e;
        } finally {
            registration.close();
            if (!started) {
                loan.close();
            }
        }
    }

    /** Returns the services that the started plug-in uses. */
    ServiceLender.Loan loan() {
        return loan;
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
            // The cause of the failed start is reported; an error of stop would hide it.
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "plug-in '" + jar.jar().name() + "' did not stop: " + FailureText.of(e));
        }
        return jar.plugin();
    }

    /**
     * Runs the check of its section instead of starting it.
     *
     * @param scratch the data folder if it goes on after its section; empty if it does not
     */
    Contribution check(SectionCheck check, Optional<Path> scratch)
            throws ExecutionException, TimeoutException {
        try {
            return thread(settings.startLimit())
                    .call(
                            () -> {
                                check.check(
                                        jar.plugin(),
                                        jar.jar().name(),
                                        registration,
                                        settings,
                                        scratch);
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
