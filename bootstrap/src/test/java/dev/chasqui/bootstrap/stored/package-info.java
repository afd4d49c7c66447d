/** Responses and conversations that the server keeps, over HTTP. */
@NullMarked
package dev.chasqui.bootstrap.stored;

import org.jspecify.annotations.NullMarked;
