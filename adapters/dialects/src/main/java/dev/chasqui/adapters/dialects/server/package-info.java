/**
 * What a dialect knows of the servers that speak it: how one is recognised and authenticated, and
 * what one can be asked beside chats. Nothing here knows a socket: who asks is handed in.
 *
 * <p>A dialect of servers is one {@link dev.chasqui.adapters.dialects.server.ServerDialect} in the
 * dialect's own package, and one line of wiring that puts it into the {@link
 * dev.chasqui.adapters.dialects.server.ServerDialects}.
 */
@NullMarked
package dev.chasqui.adapters.dialects.server;

import org.jspecify.annotations.NullMarked;
