package dev.chasqui.adapters.http.routes;

import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

/**
 * The header by which a client gives a request a lower place in the queues than its caller has. A
 * higher one is no mistake, but has no effect, so that a client need not know its rights.
 */
final class PriorityHeader {
    private static final HeaderName NAME = HeaderNames.create("X-Chasqui-Priority");
    private static final int MOST = Grants.MOST_PRIORITY;

    private PriorityHeader() {}

    /**
     * Returns the caller with the priority of one request.
     *
     * @throws FailureException with {@code Invalid} if the value is no priority
     */
    static Caller caller(Caller caller, Headers headers) {
        return headers.first(NAME)
                .map(value -> caller.withPriority(priority(value.strip())))
                .orElse(caller);
    }

    private static int priority(String value) {
        try {
            int priority = Integer.parseInt(value);
            if (-MOST <= priority && priority <= MOST) {
                return priority;
            }
        } catch (NumberFormatException e) {
            // It is told below, as a number that is too large.
        }
        String header = NAME.defaultCase();
        throw new FailureException(
                new Failure.Invalid(
                        header,
                        header
                                + ": "
                                + value
                                + " (expected: a whole number from -"
                                + MOST
                                + " to "
                                + MOST
                                + ")"));
    }
}
