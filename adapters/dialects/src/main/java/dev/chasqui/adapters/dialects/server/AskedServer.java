package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Duration;
import java.util.List;

/**
 * A server that answers questions without a model, for the code of its dialect. All methods but the
 * simple properties throw {@link dev.chasqui.domain.failure.FailureException} if there is no
 * answer. Safe for use by several threads.
 */
public interface AskedServer {

    /** Returns the name of its backend, for messages. */
    String name();

    /** Returns the longest time that a model may take to load. */
    Duration loadLimit();

    /** Returns the models that it lists. */
    List<ModelInfo> models();

    /** Returns the JSON object that it answers; fails if it answers an error or anything else. */
    Json.Obj object(ServerQuestion question);

    /** Returns its answer, whatever the status. */
    ProbedServer.Answer answer(ServerQuestion question, Cancellation cancellation);
}
