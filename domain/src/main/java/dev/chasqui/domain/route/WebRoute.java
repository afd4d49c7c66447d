package dev.chasqui.domain.route;

/**
 * A method of a path, and what it does.
 *
 * <p>Its place says who may use it: what lies under {@code /admin/} is for administrators, what
 * lies under {@code /agents/} for every caller who may use the agent that the next segment names.
 *
 * @param path segments after a {@code /} each; one in braces, as in {@code
 *     /admin/collections/{name}}, stands for any one segment and gives it a name. Segments are
 *     decoded one by one, so a value may hold an encoded slash
 * @param mostBody the largest body in bytes that is read; a larger one is answered with 413
 * @param boundsMemory whether the handler itself sees to it that the bodies of all its calls
 *     together do not take too much memory; else {@link RouteCall#json()} waits until the server
 *     has room for the body
 */
public record WebRoute(
        Method method, String path, long mostBody, boolean boundsMemory, Handler handler) {

    /** The methods that routes answer; HEAD is answered wherever GET is. */
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** Answers one call. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Answers, blocking as long as it takes; called on a thread of its own by many at a time.
         *
         * @throws dev.chasqui.domain.failure.FailureException if there is no answer
         */
        RouteReply handle(RouteCall call);
    }

    public WebRoute {
        if (!path.matches("/(admin|agents)(/[A-Za-z0-9_.-]+|/\\{[A-Za-z]+})+")) {
            throw new IllegalArgumentException(
                    "path: '"
                            + path
                            + "' (expected: segments under /admin/ or /agents/, as in"
                            + " /admin/things/{name})");
        }
        if (mostBody < 0) {
            throw new IllegalArgumentException(
                    "mostBody: " + mostBody + " (expected: at least 0 bytes)");
        }
    }

    /** A route whose bodies the server finds room for. */
    public WebRoute(Method method, String path, long mostBody, Handler handler) {
        this(method, path, mostBody, false, handler);
    }

    /** A route that takes no body. */
    public WebRoute(Method method, String path, Handler handler) {
        this(method, path, 0, handler);
    }
}
