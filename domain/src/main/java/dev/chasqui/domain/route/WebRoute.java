package dev.chasqui.domain.route;

/**
 * A route of a plug-in: a method, a path and the handler of its requests.
 *
 * <p>The path decides who may use the route. Routes under {@code /admin/} are for administrators;
 * those under {@code /agents/} are for callers who may use the agent that the next segment names;
 * those under {@code /v1/} are for callers who may use the agent of the plug-in's name.
 *
 * @param path segments after a {@code /} each. A segment in braces, as in {@code
 *     /admin/collections/{name}}, stands for any one segment and gives it a name. Segments are
 *     decoded one by one, so a value may hold an encoded slash
 * @param mostBody the largest body in bytes; a larger one is answered with 413
 * @param boundsMemory true if the handler itself bounds the memory for the bodies of all its
 *     requests together; otherwise {@link RouteCall#json()} waits until the server has room for the
 *     body
 */
public record WebRoute(
        Method method, String path, long mostBody, boolean boundsMemory, Handler handler) {

    /** The methods of routes; a route for GET answers HEAD, too. */
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** The code that answers a request. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Answers a request; may block. Called by several threads at a time, on a virtual thread
         * for each request.
         *
         * @throws dev.chasqui.domain.failure.FailureException if there is no answer
         */
        RouteReply handle(RouteCall call);
    }

    public WebRoute {
        if (!path.matches("/(admin|agents|v1)(/[A-Za-z0-9_.-]+|/\\{[A-Za-z]+})+")) {
            throw new IllegalArgumentException(
                    "path: '"
                            + path
                            + "' (expected: segments under /admin/, /agents/ or /v1/, as"
                            + " in /admin/things/{name})");
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
