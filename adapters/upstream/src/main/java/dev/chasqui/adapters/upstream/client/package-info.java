/**
 * The HTTP/1.1 client of the path of requests: connections that are kept, deadlines, answers pulled
 * piece by piece; beside it {@code ProbeClient}, which is Helidon's over the same connections, for
 * questions off that path. Both know no dialect and no port of the application.
 */
@NullMarked
package dev.chasqui.adapters.upstream.client;

import org.jspecify.annotations.NullMarked;
