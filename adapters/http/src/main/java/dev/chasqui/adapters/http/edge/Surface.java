package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.domain.chat.Dialect;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.util.function.Predicate;

/**
 * The words in which a route answers.
 *
 * @param dialect for the records of exchanges; {@link Dialect#NONE} for a route of our own
 * @param errors the form in which failures are told
 * @param claims whether a request at a path of several dialects is of this one's clients
 */
public record Surface(Dialect dialect, ErrorStyle errors, Predicate<RequestHeaders> claims) {

    /** The words of a dialect. */
    public static Surface of(ClientDialect dialect) {
        return new Surface(dialect.dialect(), dialect.errors(), dialect::claims);
    }

    /** The words of routes of our own. */
    public static Surface house(ErrorStyle errors) {
        return new Surface(Dialect.NONE, errors, _ -> false);
    }

    boolean claims(ServerRequest request) {
        return claims.test(name -> request.headers().first(HeaderNames.create(name)));
    }
}
