package dev.chasqui.application.port.departures;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call that is about to be sent to a backend of the zone {@code open}.
 *
 * @param at the time
 * @param cause the request behind it; empty if it is a question of the server's own, which holds no
 *     caller's text
 * @param backend the name of the backend
 * @param type the program or service that it is; empty if that is not known
 * @param host its host and port
 * @param bytes the length of the body; empty if it is known only at its end
 * @param sha256 the SHA-256 of the body as it is sent, in hexadecimal digits; empty for a body that
 *     is read while it is sent, of which a {@link SentBody} follows
 */
public record Departure(
        Instant at,
        Optional<DepartureCause> cause,
        String backend,
        Optional<String> type,
        String host,
        OptionalLong bytes,
        Optional<String> sha256) {}
