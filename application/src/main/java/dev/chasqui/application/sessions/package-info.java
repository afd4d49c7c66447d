/**
 * Chats with a stored history: the history goes before the messages of a client, and the turn is
 * stored before its client gets the end of the answer.
 */
@NullMarked
package dev.chasqui.application.sessions;

import org.jspecify.annotations.NullMarked;
