/** The reply to a request: a closeable sequence of events that the writer to the socket pulls. */
@NullMarked
package dev.chasqui.domain.reply;

import org.jspecify.annotations.NullMarked;
