package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.SessionMember;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.session.SessionKey;

import io.helidon.http.Headers;

import java.util.Optional;

/** The stored session that a chat belongs to, which our header or the body names. */
final class AskedSession {
    private AskedSession() {}

    /**
     * Returns the name of the session; empty if the chat has none.
     *
     * @param inBody the name in the body
     * @throws FailureException with {@code Invalid} if header and body name two, or if the body
     *     names one and sessions are off; the header alone has another meaning as well; or if the
     *     name cannot be that of a session
     */
    static Optional<String> of(Headers headers, Optional<String> inBody, Sessions sessions) {
        Optional<String> inHeader = SessionHeader.own(headers);
        if (inBody.isPresent()) {
            sessions.requireOn();
            if (inHeader.isPresent() && !inHeader.equals(inBody)) {
                throw new FailureException(
                        new Failure.Invalid(
                                SessionMember.NAME,
                                "the body and the header X-Chasqui-Session name two sessions; name"
                                        + " one"));
            }
            inBody.ifPresent(SessionKey::requireName);
            return inBody;
        }
        Optional<String> found = sessions.settings().on() ? inHeader : Optional.empty();
        found.ifPresent(SessionKey::requireName);
        return found;
    }
}
