/**
 * The server side of dialects: how a server is recognised and authenticated, and which questions it
 * answers beside chats. The package opens no sockets: the connection to a server is passed in.
 *
 * <p>A dialect of servers is one {@link dev.chasqui.adapters.dialects.server.ServerDialect} in the
 * dialect's own package, and one line of wiring that puts it into the {@link
 * dev.chasqui.adapters.dialects.server.ServerDialects}.
 */
@NullMarked
package dev.chasqui.adapters.dialects.server;

import org.jspecify.annotations.NullMarked;
