package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Splice;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The member of a request's body, in any dialect, that names its session. It is our own: codecs and
 * backends get the body without it.
 *
 * @param body the body without the member; the same array if it has none
 * @param name the name of the session; empty if there is none
 */
public record SessionMember(byte[] body, Optional<String> name) {
    /** The name of the member. */
    public static final String NAME = "session_id";

    private static final byte[] BYTES = NAME.getBytes(StandardCharsets.UTF_8);

    /** The beginning of an escape, by which the name may be spelled as well. */
    private static final byte[] ESCAPE = "\\u00".getBytes(StandardCharsets.UTF_8);

    /**
     * Takes the member out of a body. Costs a search of its bytes if it is not there.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the member is not
     *     a string, or the body is malformed
     */
    public static SessionMember take(byte[] body) {
        if (!contains(body, BYTES) && !contains(body, ESCAPE)) {
            return new SessionMember(body, Optional.empty());
        }
        BodyScan scan = BodyScan.of(body);
        return scan.has(NAME)
                ? new SessionMember(new Splice(scan).remove(NAME).bytes(), scan.text(NAME))
                : new SessionMember(body, Optional.empty());
    }

    private static boolean contains(byte[] body, byte[] wanted) {
        for (int i = 0; i <= body.length - wanted.length; i++) {
            if (body[i] == wanted[0] && isAt(body, i, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] body, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (body[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
