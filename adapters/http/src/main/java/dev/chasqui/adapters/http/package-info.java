/**
 * The HTTP server for clients.
 *
 * <p>Wiring needs {@link dev.chasqui.adapters.http.HttpServer} alone, with the records that it
 * takes. A request passes these types:
 *
 * <pre>
 * WatchedConnections   the connections, each with a ConnectionWatch for deadlines and lost clients
 * StrictReader         the bytes for Helidon's parser: requests of the standard, and no others
 * Gate                 the way of a matched route: id, edge checks, answer, record of the exchange
 * EdgeChecks           Host, Origin, loops, keys, admin routes, size
 * ChatEndpoint …       the handlers of routes
 * PluginRoutes         the routes of plug-ins under /admin/, /agents/ and /v1/
 * Forwarder            requests that the server of a model answers directly
 * StreamWriter         a reply piece by piece; {@link dev.chasqui.adapters.http.edge.Answer} at once
 * </pre>
 *
 * <p>The package {@code form} reads forms with files that are relayed to a backend: it finds the
 * model's name in them and replaces it.
 *
 * <p>Wire formats belong to the dialects, decisions to the application. No code outside of this
 * module may use Helidon.
 *
 * <p>A client that shuts down its sending side while it waits for an answer is treated like one
 * that left: its exchange is cancelled and its connection closed.
 */
@NullMarked
package dev.chasqui.adapters.http;

import org.jspecify.annotations.NullMarked;
