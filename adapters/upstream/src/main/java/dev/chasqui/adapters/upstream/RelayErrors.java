package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.application.port.Forward;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The errors with which a server answers relayed calls. A server that does not know the path of a
 * call is told apart from one that does not know its model.
 */
final class RelayErrors {
    /** The statuses of servers that do not serve a path: unknown, other methods only, not built. */
    private static final Set<Integer> NOT_SERVED = Set.of(404, 405, 501);

    private RelayErrors() {}

    /**
     * Checks that an answer is the result of its call.
     *
     * @throws FailureException as {@link HttpAskedServer#refuseErrors} does; with {@code
     *     BackendRefused}, which the caller can understand and another backend may not give, if the
     *     server does not serve the path
     */
    static void refuse(HttpAskedServer server, Forward call, HttpAnswer answer) {
        if (answer.status() < 300) {
            // A compressed answer is the client's to decode.
            return;
        }
        try {
            server.refuseErrors(answer);
        } catch (FailureException e) {
            throw NOT_SERVED.contains(answer.status()) && !isClear(e.failure())
                    ? new FailureException(notServed(server.name(), call), e)
                    : e;
        }
    }

    /** Returns true if the failure is about the model, or is a refusal that says what is wrong. */
    private static boolean isClear(Failure failure) {
        return failure instanceof Failure.BackendRefused refused
                && (refused.status() != 404
                        || refused.message().toLowerCase(Locale.ROOT).contains("model"));
    }

    private static Failure notServed(String backend, Forward call) {
        String path = call.path().split("\\?", 2)[0];
        return new Failure.BackendRefused(
                backend,
                400,
                "backend '"
                        + backend
                        + "', which has the model '"
                        + call.model()
                        + "', does not serve "
                        + path,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }
}
