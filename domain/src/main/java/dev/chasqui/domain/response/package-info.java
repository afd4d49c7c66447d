/** Responses and conversations that the server keeps for its callers, as values. */
@NullMarked
package dev.chasqui.domain.response;

import org.jspecify.annotations.NullMarked;
