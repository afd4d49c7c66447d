/**
 * The server: what clients reach over HTTP.
 *
 * <p>{@link dev.chasqui.adapters.http.HttpServer} is the one type that wiring needs, with the
 * records that it takes. A request goes this way:
 *
 * <pre>
 * WatchedConnections   every connection has a ConnectionWatch: who left, what takes too long
 * StrictReader         what Helidon's parser reads: requests by the standard, and no others
 * Gate                 the matched route: id, edge checks, answer, record of the exchange
 * EdgeChecks           Host, Origin, loops, keys, admin, size
 * ChatEndpoint …       what the route does
 * PluginRoutes         what plug-ins answer under /admin/ and /agents/
 * Forwarder            what the server of a model answers by itself, as it is
 * StreamWriter         a reply piece by piece; {@link dev.chasqui.adapters.http.edge.Answer} at once
 * </pre>
 *
 * <p>Formats live with the dialects, what to do lives in the application. Helidon must not be known
 * outside of this package.
 *
 * <p>A client that shuts down its sending side while it waits for the answer looks as if it had
 * left: its exchange is cancelled and its connection closed.
 */
@NullMarked
package dev.chasqui.adapters.http;

import org.jspecify.annotations.NullMarked;
