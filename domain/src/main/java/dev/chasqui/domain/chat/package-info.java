/**
 * What a client asks: the request, its conversation, and the bytes it came from. Nothing here knows
 * a wire format.
 */
@NullMarked
package dev.chasqui.domain.chat;

import org.jspecify.annotations.NullMarked;
