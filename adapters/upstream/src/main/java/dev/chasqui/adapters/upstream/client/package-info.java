/**
 * The HTTP/1.1 client on the path of requests: kept connections, deadlines, and answers that are
 * pulled piece by piece. Beside it {@code ProbeClient} asks questions off that path; it is
 * Helidon's client over the same connections. Both know no dialect and no port of the application.
 */
@NullMarked
package dev.chasqui.adapters.upstream.client;

import org.jspecify.annotations.NullMarked;
