package dev.chasqui.adapters.http.edge;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The CORS headers for browsers, and the refusal of foreign origins.
 *
 * <p>A request of a foreign origin is refused, even if a browser would send it and only hide the
 * answer.
 */
final class Cors {
    private static final HeaderName ALLOW_ORIGIN =
            HeaderNames.create("Access-Control-Allow-Origin");
    private static final HeaderName ALLOW_METHODS =
            HeaderNames.create("Access-Control-Allow-Methods");
    private static final HeaderName ALLOW_HEADERS =
            HeaderNames.create("Access-Control-Allow-Headers");
    private static final HeaderName EXPOSE_HEADERS =
            HeaderNames.create("Access-Control-Expose-Headers");
    private static final HeaderName MAX_AGE = HeaderNames.create("Access-Control-Max-Age");
    private static final HeaderName REQUEST_METHOD =
            HeaderNames.create("Access-Control-Request-Method");
    private static final HeaderName REQUEST_HEADERS =
            HeaderNames.create("Access-Control-Request-Headers");

    private static final Pattern HEADER_LIST =
            Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1024}");
    private static final String USUAL_HEADERS = "Authorization, Content-Type, x-api-key";
    private static final String TWELVE_HOURS = "43200";

    private static final String EXPOSED =
            "x-request-id, request-id, X-Chasqui-Dropped, X-Chasqui-Cache, X-Chasqui-Budget,"
                    + " X-Chasqui-Budget-Status, X-Chasqui-Backend, X-Chasqui-Backend-Type,"
                    + " X-Chasqui-Cost-Estimated, X-Chasqui-Zone, X-Chasqui-Route-Reason,"
                    + " X-Chasqui-Fallback-Model, X-Chasqui-Kept-Inside,"
                    + " x-ratelimit-limit-requests, x-ratelimit-remaining-requests,"
                    + " x-ratelimit-reset-requests, x-ratelimit-limit-tokens,"
                    + " x-ratelimit-remaining-tokens, x-ratelimit-reset-tokens,"
                    + " Retry-After, retry-after-ms";

    private final AllowedOrigins origins;
    private final String exposed;

    /**
     * @param aliases further names of headers that a page may read
     */
    Cors(AllowedOrigins origins, HeaderAliases aliases) {
        this.origins = origins;
        exposed = EXPOSED + aliases.listed();
    }

    /**
     * Lets the page of an allowed origin read the answer.
     *
     * @throws FailureException with {@code Forbidden} if the origin is foreign
     */
    void admit(ServerRequest request, ServerResponse response) {
        if (!request.headers().contains(HeaderNames.ORIGIN)) {
            return;
        }
        List<String> given = request.headers().values(HeaderNames.ORIGIN);
        String origin = given.getFirst();
        if (given.size() > 1 || !origins.allows(origin)) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "pages of this origin may not use this server; allow it in"
                                    + " 'server.allowedOrigins' of the config"));
        }
        response.header(ALLOW_ORIGIN, origin);
        response.header(EXPOSE_HEADERS, exposed);
        response.headers().add(HeaderNames.VARY, "Origin");
    }

    /** Returns true if a request is a preflight of a browser. */
    static boolean isPreflight(ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        return request.prologue().method().equals(Method.OPTIONS)
                && headers.contains(HeaderNames.ORIGIN)
                && headers.contains(REQUEST_METHOD);
    }

    /**
     * Sets the methods and headers that an allowed page may use; it may use all headers that it
     * asks for.
     */
    static void answerPreflight(ServerRequest request, ServerResponse response) {
        response.header(ALLOW_METHODS, "GET, HEAD, POST, OPTIONS");
        response.header(
                ALLOW_HEADERS,
                request.headers()
                        .first(REQUEST_HEADERS)
                        .filter(list -> HEADER_LIST.matcher(list).matches())
                        .orElse(USUAL_HEADERS));
        response.header(MAX_AGE, TWELVE_HOURS);
    }
}
