package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.LimitStyle;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.domain.chat.Dialect;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * The form in which a route answers: its dialect and its error messages.
 *
 * @param dialect the dialect in the records of exchanges; {@link Dialect#NONE} for the server's own
 *     routes
 * @param errors the form of failures
 * @param limits the form of what is left of limits
 * @param claims returns true if a request to a path of several dialects comes from a client of this
 *     one
 * @param requestIdHeader the header from which clients read the id of their request, in addition to
 *     {@code x-request-id}
 */
public record Surface(
        Dialect dialect,
        ErrorStyle errors,
        LimitStyle limits,
        Predicate<RequestHeaders> claims,
        Optional<HeaderName> requestIdHeader) {

    /** Returns the form of a dialect. */
    public static Surface of(ClientDialect dialect) {
        return new Surface(
                dialect.dialect(),
                dialect.errors(),
                dialect.limits(),
                dialect::claims,
                dialect.requestIdHeader().map(HeaderNames::create));
    }

    /** Returns the form of the server's own routes. */
    public static Surface house(ErrorStyle errors) {
        return new Surface(Dialect.NONE, errors, LimitStyle.OPENAI, _ -> false, Optional.empty());
    }

    boolean claims(ServerRequest request) {
        return claims.test(name -> request.headers().first(HeaderNames.create(name)));
    }
}
