package dev.chasqui.application.routing;

import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.health.CheckRules;
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
    private volatile long due;
    private boolean closed;

    private BackendChecks(Models models, Standings standings, CheckRules rules, long due) {
        this.models = models;
        this.standings = standings;
        this.rules = rules;
        this.due = due;
    }

    /**
     * Starts the checks of some models' backends.
     *
     * @param standings is told the outcomes
     */
    public static BackendChecks start(Models models, Standings standings, CheckRules rules) {
        return start(models, standings, rules, after(rules));
    }

    /**
     * Starts the checks that follow these, of other models' backends. The first one is due when
     * these would have checked, however often others follow.
     */
    public BackendChecks next(Models others, CheckRules otherRules) {
        long then = after(otherRules);
        return start(others, standings, otherRules, due - then < 0 ? due : then);
    }

    private static BackendChecks start(
            Models models, Standings standings, CheckRules rules, long due) {
        BackendChecks checks = new BackendChecks(models, standings, rules, due);
        Thread.ofVirtual().name("backend-checks").start(checks::run);
        return checks;
    }

    private static long after(CheckRules rules) {
        return System.nanoTime() + rules.interval().toNanos();
    }

    private void run() {
        while (pause()) {
            due = after(rules);
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
        try {
            for (long left = due - System.nanoTime();
                    left > 0 && !closed;
                    left = due - System.nanoTime()) {
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

    /**
     * One that its checks say is down is due although its list has come since: a request for the
     * list that is none of the checks does not end their verdict.
     */
    private boolean isDue(Backend backend) {
        return (rules.whileUp() && backend.zone() == Zone.RESTRICTED)
                || models.isDown(backend)
                || standings.of(backend, standings.now()).isDown();
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
