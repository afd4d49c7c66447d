package dev.chasqui.adapters.upstream.plugin;

import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.HttpRequest;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests that follow redirects. */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    /** The statuses after which the request is sent again as it is. */
    private static final Set<Integer> SAME = Set.of(307, 308);

    /** The headers that another server may see: all others may hold secrets. */
    private static final List<String> HARMLESS =
            List.of("accept", "accept-language", "content-type", "user-agent");

    private Redirects() {}

    /**
     * Returns the request that a redirect asks for; empty if the answer is none.
     *
     * @throws FailureException with {@code BackendFailed} if it leads to no valid address, or from
     *     https to http; the answer is closed then
     */
    static Optional<HttpRequest> next(HttpRequest request, HttpAnswer answer) {
        Optional<String> location =
                STATUSES.contains(answer.status()) ? answer.header("location") : Optional.empty();
        if (location.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(next(request, answer.status(), location.get()));
        } catch (IllegalArgumentException e) {
            answer.close();
            throw failed(request, "its redirect leads to no valid address");
        } catch (FailureException e) {
            answer.close();
            throw e;
        }
    }

    private static HttpRequest next(HttpRequest request, int status, String location) {
        URI from = request.uri();
        URI to = from.resolve(location);
        if (isHttps(from) && !isHttps(to)) {
            throw failed(request, "its redirect leads from https to http");
        }
        boolean get = request.method().equals("GET") || request.method().equals("HEAD");
        boolean again = get || SAME.contains(status);
        boolean sameServer = authority(from).equals(authority(to));
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(
                        (name, value) -> {
                            String lower = name.toLowerCase(Locale.ROOT);
                            boolean ofBody = lower.startsWith("content-");
                            if ((sameServer || HARMLESS.contains(lower)) && (again || !ofBody)) {
                                headers.put(name, value);
                            }
                        });
        return new HttpRequest(
                again ? request.method() : "GET",
                to,
                headers,
                again ? request.body() : new byte[0],
                request.timeout(),
                request.largestReply(),
                request.redirects());
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static String authority(URI uri) {
        return (uri.getScheme() + "://" + uri.getAuthority()).toLowerCase(Locale.ROOT);
    }

    private static FailureException failed(HttpRequest request, String why) {
        return new FailureException(
                new Failure.BackendFailed(HostRule.normal(request.uri().getHost()), why));
    }
}
