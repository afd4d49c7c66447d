/**
 * Backends reached over HTTP: {@link dev.chasqui.adapters.upstream.HttpBackend} is a server that
 * the config names, {@link dev.chasqui.adapters.upstream.LocalBackends} finds the servers of this
 * machine where it names none.
 *
 * <p>What goes out and comes back is written and read by a {@link
 * dev.chasqui.adapters.dialects.BackendCodec}; here are sockets, deadlines and what went wrong. Of
 * HTTP the rest of the package knows {@code HttpClient}, {@code HttpCall} and {@code HttpAnswer}
 * alone.
 *
 * <p>The client is our own, over sockets, because of what Helidon's WebClient cannot do: it takes
 * an interim answer (1xx) for the answer, fails on chunk extensions, leaves trailers in the
 * connection, reads each chunk whole however large it is, loses an answer that comes while the
 * request is still being sent, and does not let go of a socket that is being connected. Off the
 * path of requests it reads and writes what goes over our connections ({@code ProbeClient}).
 *
 * <pre>{@code
 * Backend backend =
 *         new HttpBackend(
 *                 new BackendEndpoint(
 *                         "house",
 *                         Optional.empty(),
 *                         BaseUrl.parse("http://10.0.0.7:8080/v1"),
 *                         Optional.empty(),
 *                         Optional.empty(),
 *                         Timeouts.DEFAULT),
 *                 ServerDialects.of(new OllamaServerDialect(), new OpenAiServerDialect()),
 *                 instanceId);
 * }</pre>
 */
@NullMarked
package dev.chasqui.adapters.upstream;

import org.jspecify.annotations.NullMarked;
