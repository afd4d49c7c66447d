package dev.chasqui.application.routing;

import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.stuck.ModelCall;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.Fault;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One open call of a backend, and what its outcome says about the backend. It is a success once its
 * answer has begun and is over, also where the client leaves amid it, unless it is told that it
 * failed. Only the first outcome counts. Safe for use by several threads.
 */
public final class BackendCall implements AutoCloseable {
    /** The statuses with which a backend may ask for a pause: too many requests, not available. */
    private static final Set<Integer> PAUSING = Set.of(429, 503);

    private final Standings standings;
    private final Standing backend;
    private final HealthRules rules;
    private final ModelTerms model;
    private final ModelCall noted;
    private final boolean probe;
    private final long conversation;
    private final long began;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean begun;

    BackendCall(
            Standings standings,
            Standing backend,
            HealthRules rules,
            ModelTerms model,
            ModelCall noted,
            boolean probe,
            long conversation,
            long began) {
        this.standings = standings;
        this.backend = backend;
        this.rules = rules;
        this.model = model;
        this.noted = noted;
        this.probe = probe;
        this.conversation = conversation;
        this.began = began;
    }

    /**
     * Notes that its request is about to be sent.
     *
     * @param chat true if it is a chat, of which a first event comes soon
     */
    public void sends(boolean chat) {
        if (chat) {
            noted.sent();
        }
    }

    /**
     * Notes that the answer has begun.
     *
     * @param telling true if the time until then says how quick the backend is
     */
    public void begun(boolean telling) {
        begun = true;
        noted.begun();
        if (conversation != 0) {
            standings.warm().answered(conversation, backend.name());
        }
        if (telling) {
            long now = standings.now();
            backend.begun(rules, now, Math.max(1, now - began));
        }
    }

    /**
     * Notes that there is no answer, or no whole one; what the caller did wrong is no failure of
     * the backend.
     */
    public void failed(FailureException e) {
        if (!(e.failure() instanceof Failure.OfBackend failure) || told.getAndSet(true)) {
            return;
        }
        if (backend.isKnown(e) && !probe) {
            return;
        }
        long now = standings.now();
        switch (failure) {
            case Failure.BackendRefused refused -> refused(refused, now);
            case Failure.BackendFailed _,
                    Failure.BackendBroke _,
                    Failure.BackendUnreachable _,
                    Failure.BackendTimeout _ ->
                    backend.failed(rules, began, now, words(failure), probe);
        }
    }

    private void refused(Failure.BackendRefused refused, long now) {
        Optional<Duration> pause = refused.retryAfter().filter(Duration::isPositive);
        if (PAUSING.contains(refused.status())) {
            pause.ifPresent(time -> backend.pause(time, now));
        }
        if (refused.fault() == Fault.CALLER) {
            // It answers, so it works.
            backend.answered(rules, began, now);
        } else if (pause.isPresent()) {
            backend.undecided(probe, began);
        } else {
            backend.failed(rules, began, now, words(refused), probe);
        }
    }

    /** Returns a failure without the backend's own words, which may quote a conversation. */
    static String words(Failure.OfBackend failure) {
        return switch (failure) {
            case Failure.BackendFailed failed -> failed.why();
            case Failure.BackendBroke broke -> "its reply broke off: " + broke.why();
            case Failure.BackendUnreachable away -> "it cannot be reached: " + away.why();
            case Failure.BackendTimeout silent -> "it was silent before " + silent.phase();
            case Failure.BackendRefused refused -> "it answered with status " + refused.status();
        };
    }

    /** Ends the call, whose client is still there. Idempotent. */
    @Override
    public void close() {
        close(false);
    }

    /**
     * Ends the call. Idempotent.
     *
     * @param left true if its client has left
     */
    public void close(boolean left) {
        if (closed.getAndSet(true)) {
            return;
        }
        noted.ended(left);
        backend.calls().leave();
        model.leave();
        if (told.getAndSet(true)) {
            return;
        }
        if (begun) {
            backend.answered(rules, began, standings.now());
        } else {
            backend.undecided(probe, began);
        }
    }
}
