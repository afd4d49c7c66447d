package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.adapters.dialects.SessionMember;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.Headers;

import java.util.Optional;

/**
 * A decoded request and the stored session that it belongs to.
 *
 * @param session the name of the session; empty if the request has none
 */
public record AskedChat(Incoming incoming, Optional<String> session) {

    /**
     * Reads a request.
     *
     * @throws FailureException with {@code Invalid} that names the field; also if the request names
     *     two sessions
     */
    public static AskedChat read(
            byte[] body, Headers headers, ClientCodec codec, Sessions sessions) {
        SessionMember member = SessionMember.take(body);
        Incoming incoming = codec.decode(member.body(), withMember(headers, member));
        if (!(incoming instanceof Incoming.Chat chat)) {
            return new AskedChat(incoming, Optional.empty());
        }
        Optional<String> ofDialect = codec.session(chat);
        if (ofDialect.isPresent()
                && member.name().isPresent()
                && !ofDialect.equals(member.name())) {
            throw new FailureException(
                    new Failure.Invalid(
                            SessionMember.NAME, "the body names two sessions; name one"));
        }
        return new AskedChat(
                chat, AskedSession.of(headers, member.name().or(() -> ofDialect), sessions));
    }

    /** Returns the headers with the member in the place of ours, since either names the session. */
    private static RequestHeaders withMember(Headers headers, SessionMember member) {
        RequestHeaders given = CallHeaders.given(headers);
        return name ->
                member.name()
                        .filter(_ -> name.equalsIgnoreCase(RequestHeaders.SESSION))
                        .or(() -> given.first(name));
    }
}
