package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.application.port.Forward;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The check of the answers to relayed calls for errors. It distinguishes a server that does not
 * serve the path of a call from one that does not have its model.
 */
final class RelayErrors {
    /**
     * The statuses of a server that does not serve a path: 404, 405 (other methods), 501 (not
     * built).
     */
    private static final Set<Integer> NOT_SERVED = Set.of(404, 405, 501);

    private RelayErrors() {}

    /**
     * Checks that an answer is the result of its call.
     *
     * @throws FailureException as {@link HttpAskedServer#refuseErrors} does; with {@code
     *     BackendRefused} whose {@code onlyHere} is true if the server does not serve the path,
     *     since another backend may serve it
     */
    static void refuse(HttpAskedServer server, Forward call, HttpAnswer answer) {
        if (answer.status() < 300) {
            // The client decodes a compressed answer.
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

    /** Returns true if the failure concerns the model, or is a refusal with a clear reason. */
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
