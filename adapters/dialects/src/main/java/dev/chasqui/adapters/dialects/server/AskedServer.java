package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Duration;
import java.util.List;

/**
 * A server that is asked, by the name of its backend. All questions throw {@link
 * dev.chasqui.domain.failure.FailureException} where there is no answer. Safe for use by several
 * threads.
 */
public interface AskedServer {

    /** The name of its backend, for messages. */
    String name();

    /** How long a model may take to load. */
    Duration loadLimit();

    /** The models that it lists. */
    List<ModelInfo> models();

    /** The object that it answers; a failure where it refuses, or answers something else. */
    Json.Obj object(ServerQuestion question);

    /** What it answers, whatever the status. */
    ProbedServer.Answer answer(ServerQuestion question, Cancellation cancellation);
}
