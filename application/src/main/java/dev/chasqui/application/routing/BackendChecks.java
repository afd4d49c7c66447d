package dev.chasqui.application.routing;

import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.Zone;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * The regular checks of backends: each is asked for its list of models, all at the same time, so
 * that one that has died is known before a request waits for it, and one that has returned is known
 * although no request asks for it. Hosted services are checked only while they are down. One thread
 * checks, until this is closed. Safe for use by several threads.
 */
public final class BackendChecks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BackendChecks.class.getName());

    private final Models models;
    private final Standings standings;
    private final CheckRules rules;
    private boolean closed;

    private BackendChecks(Models models, Standings standings, CheckRules rules) {
        this.models = models;
        this.standings = standings;
        this.rules = rules;
    }

    /**
     * Starts the checks of some models' backends.
     *
     * @param standings is told the outcomes
     */
    public static BackendChecks start(Models models, Standings standings, CheckRules rules) {
        BackendChecks checks = new BackendChecks(models, standings, rules);
        Thread.ofVirtual().name("backend-checks").start(checks::run);
        return checks;
    }

    private void run() {
        while (pause()) {
            try {
                checkAll();
            } catch (RuntimeException | Error e) {
                // Without this thread no backend would return.
                LOG.log(Level.ERROR, "the check of the backends failed", e);
            }
        }
    }

    /** Waits until the next check is due. Returns false if there is none. */
    private synchronized boolean pause() {
        long end = System.nanoTime() + rules.interval().toNanos();
        try {
            for (long left = end - System.nanoTime();
                    left > 0 && !closed;
                    left = end - System.nanoTime()) {
                wait(Math.ceilDiv(left, 1_000_000));
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void checkAll() {
        List<Backend> due = models.servers().stream().filter(this::isDue).toList();
        List<BackendState> states = models.check(due);
        for (int i = 0; i < due.size(); i++) {
            Optional<String> failure = states.get(i).failure().map(BackendChecks::words);
            standings.of(due.get(i), standings.now()).checked(rules, failure);
        }
    }

    private boolean isDue(Backend backend) {
        return (rules.all() && backend.zone() == Zone.RESTRICTED) || models.isDown(backend);
    }

    private static String words(Failure failure) {
        return failure instanceof Failure.OfBackend known
                ? BackendCall.words(known)
                : failure.message();
    }

    /** Ends the checks; one that is under way may still be told. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
