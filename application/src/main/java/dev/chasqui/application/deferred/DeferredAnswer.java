package dev.chasqui.application.deferred;

import java.util.Map;

/** The state of a request whose client comes back for the answer. */
public sealed interface DeferredAnswer {

    /** It waits for a place. */
    record Waiting() implements DeferredAnswer {}

    /** It runs. */
    record Running() implements DeferredAnswer {}

    /**
     * It is over.
     *
     * @param status the HTTP status of the answer
     * @param headers further headers of the answer
     * @param body the body of the answer; not a copy, and must not be changed
     */
    record Done(int status, Map<String, String> headers, byte[] body) implements DeferredAnswer {
        public Done {
            headers = Map.copyOf(headers);
        }
    }
}
