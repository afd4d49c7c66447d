/**
 * Backends reached over HTTP: {@link dev.chasqui.adapters.upstream.HttpBackend} is a server that
 * the config names, {@link dev.chasqui.adapters.upstream.LocalBackends} finds the servers of this
 * machine if the config names none.
 *
 * <p>A {@link dev.chasqui.adapters.dialects.BackendCodec} writes the requests and reads the
 * replies. This package holds the sockets, the deadlines and the failures. Its classes outside
 * {@code client} use HTTP through {@code HttpClient}, {@code HttpCall} and {@code HttpAnswer}
 * alone.
 *
 * <p>The client is our own, over sockets, because Helidon's WebClient falls short in these points:
 * it takes an interim answer (1xx) for the final one, fails on chunk extensions, leaves trailers in
 * the connection, reads each chunk whole however large it is, loses an answer that comes while the
 * request is still being sent, and does not release a socket that is being connected. Off the path
 * of requests, {@code ProbeClient} uses it over our own connections.
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
