package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;

/** A handler that can also be given the body of a call, after another handler has read it. */
public interface BodyEndpoint extends Endpoint {

    /**
     * Answers a call.
     *
     * @param body the whole body, which has been read from the call
     * @throws dev.chasqui.domain.failure.FailureException if there is no answer, or it breaks off
     */
    void serve(Call call, byte[] body);
}
