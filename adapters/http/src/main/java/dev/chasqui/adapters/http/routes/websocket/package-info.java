/**
 * The WebSocket form of the Responses API: each message is a request, and each event of its stream
 * a message back. {@code SocketRoute} accepts the connection; {@code SocketTurns} makes requests of
 * HTTP/1.1 of the messages, so that keys, limits, records and reloads hold for each of them, and
 * messages of the answers.
 */
@NullMarked
package dev.chasqui.adapters.http.routes.websocket;

import org.jspecify.annotations.NullMarked;
