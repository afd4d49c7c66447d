package dev.chasqui.adapters.http.edge;

/** The handler of a route. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers the call, by {@link Call#send} or as a stream.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the request fails; the gate answers it
     */
    void serve(Call call);
}
