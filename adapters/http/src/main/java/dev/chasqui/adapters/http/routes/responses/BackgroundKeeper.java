package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ResponseKeeper;
import dev.chasqui.application.responses.StoredResponses;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.StoredResponse;

import java.time.Duration;
import java.util.List;

/** The keeper of a response that runs in the background. */
record BackgroundKeeper(ResponsePlan plan, StoredResponses stored) implements ResponseKeeper {
    /** The tries while the store is away; it may be back soon, and nobody waits. */
    private static final int TRIES = 10;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Override
    public Json.Obj members() {
        return plan.members();
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException also with {@code Cancelled} if the response is over already or
     *     removed, and stays so
     */
    @Override
    public void keep(Json.Obj response, List<Json.Obj> input) {
        if (!change(response, input)) {
            throw new FailureException(new Failure.Cancelled("the response is over already"));
        }
    }

    /** Keeps a response as {@link #keep} does; returns false if it is over already or removed. */
    boolean change(Json.Obj response, List<Json.Obj> input) {
        StoredResponse over = plan.stored(response, input);
        for (int i = 1; ; i++) {
            try {
                return stored.change(over);
            } catch (FailureException e) {
                if (!(e.failure() instanceof StoreAway) || i == TRIES) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(FailureException reason) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
