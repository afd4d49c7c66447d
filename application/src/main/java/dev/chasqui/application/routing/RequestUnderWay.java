package dev.chasqui.application.routing;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that has no answer yet, or whose answer is not over. Safe for use by several threads.
 */
public final class RequestUnderWay implements AutoCloseable {
    private final RetryBudget budget;
    private final AtomicBoolean over = new AtomicBoolean();

    RequestUnderWay(RetryBudget budget) {
        this.budget = budget;
        budget.enter();
    }

    /** Ends the request. Idempotent. */
    @Override
    public void close() {
        if (!over.getAndSet(true)) {
            budget.leave();
        }
    }
}
