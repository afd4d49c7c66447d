package dev.chasqui.application.port.agents;

import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;

import java.util.Optional;

/**
 * The calls by which agents outside of this process ask the rest of their exchange's pipeline. Safe
 * for use by several threads.
 */
public interface ChainCalls {
    /** The path of such a call; its last segment names the call's exchange. */
    String PATH = "/agents/chain/{id}";

    /** The largest body of a call in bytes. */
    long MOST_BODY = 32L << 20;

    /**
     * Answers a call.
     *
     * @param id the last segment of the path
     * @param token the secret that came with the call; it takes the place of a caller's key. Empty
     *     if there was none
     * @throws dev.chasqui.domain.failure.FailureException with {@code Unauthenticated} if no
     *     running exchange has this id and secret; with the failure of the chain if it has no reply
     */
    RouteReply answer(String id, Optional<String> token, RouteCall call);
}
