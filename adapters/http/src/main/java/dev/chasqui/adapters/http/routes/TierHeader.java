package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.HeaderAliases;
import dev.chasqui.application.routing.TierWish;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.Locale;
import java.util.Optional;

/** The header by which a client asks for a tier of backends. */
final class TierHeader {
    private static final HeaderName HEADER = HeaderNames.create("X-Chasqui-Tier");
    private static final String STRICT = "strict";
    private static final String FLEXIBLE = "flexible";

    private TierHeader() {}

    /**
     * Returns the wish of a request; empty if it has none.
     *
     * @throws FailureException with {@code Invalid} if a header has another value than it may
     */
    static Optional<TierWish> of(Headers headers, HeaderAliases aliases) {
        Optional<TierWish> own = headers.first(HEADER).map(TierHeader::wish);
        if (own.isPresent()) {
            return own;
        }
        // Of two contrary wishes the strict one holds.
        return wish(aliases.strict(), headers, TierWish.STRICT, TierWish.FLEXIBLE)
                .or(() -> wish(aliases.flexible(), headers, TierWish.FLEXIBLE, TierWish.STRICT));
    }

    private static Optional<TierWish> wish(
            Optional<HeaderName> flag, Headers headers, TierWish yes, TierWish no) {
        return flag.flatMap(name -> new ChoiceHeader(name, "true", "false").of(headers))
                .map(set -> set ? yes : no);
    }

    private static TierWish wish(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case STRICT -> TierWish.STRICT;
            case FLEXIBLE -> TierWish.FLEXIBLE;
            case "1", "2", "3", "4", "5" -> TierWish.atLeast(Integer.parseInt(word));
            default ->
                    throw new FailureException(
                            new Failure.Invalid(
                                    HEADER.defaultCase(),
                                    HEADER.defaultCase()
                                            + ": "
                                            + value
                                            + " (expected: a tier from 1 to 5, strict or"
                                            + " flexible)"));
        };
    }
}
