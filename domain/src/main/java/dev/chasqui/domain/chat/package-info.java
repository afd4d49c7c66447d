/**
 * The request of a client: its conversation, its settings and the bytes it came from. Nothing here
 * knows a wire format.
 */
@NullMarked
package dev.chasqui.domain.chat;

import org.jspecify.annotations.NullMarked;
