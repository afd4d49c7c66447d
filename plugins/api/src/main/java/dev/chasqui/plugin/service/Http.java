package dev.chasqui.plugin.service;

import dev.chasqui.domain.exchange.Cancellation;

/**
 * A client for HTTP and HTTPS. It keeps no cookies and asks for no compression.
 *
 * <p>The config says which hosts a plug-in may call: those under its name in {@code plugins.hosts},
 * or, if it has no entry there, hosts on this machine and in private networks. The rule holds for
 * the addresses to which a name resolves, and for each redirect that is followed.
 */
public interface Http {
    /** The largest number of calls of a plug-in at a time. */
    int MOST_CALLS = 64;

    /**
     * Sends a request and returns the whole answer, with any status.
     *
     * @param cancellation ends the call, such as that of the exchange
     * @throws dev.chasqui.domain.failure.FailureException with a failure of the backend that names
     *     the host and never a header or path: {@code BackendUnreachable} if the host cannot be
     *     reached or may not be called, {@code BackendTimeout}, {@code BackendFailed} if the answer
     *     is invalid or too large, {@code BackendBroke}; with {@code Cancelled}; with {@code
     *     Overloaded} if {@link #MOST_CALLS} are open
     */
    HttpReply send(HttpRequest request, Cancellation cancellation);

    /**
     * Sends a request and returns as soon as the head of the answer has come. The request's time
     * limits each wait then. The caller must close the stream.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #send}
     */
    HttpStream open(HttpRequest request, Cancellation cancellation);
}
