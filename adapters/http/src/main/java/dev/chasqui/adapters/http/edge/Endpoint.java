package dev.chasqui.adapters.http.edge;

/** What a route does. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers the call, by {@link Call#send} or as a stream.
     *
     * @throws dev.chasqui.domain.failure.FailureException if it has no answer
     */
    void serve(Call call);
}
