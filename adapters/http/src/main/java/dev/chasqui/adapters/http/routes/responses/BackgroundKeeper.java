package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ResponseKeeper;
import dev.chasqui.application.responses.StoredResponses;
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

    @Override
    public void keep(Json.Obj response, List<Json.Obj> input) {
        StoredResponse over = plan.stored(response, input);
        for (int i = 1; ; i++) {
            try {
                // A response that was cancelled or removed meanwhile stays so.
                boolean _ = stored.change(over);
                return;
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
