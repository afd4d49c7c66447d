/** Ollama's native dialect, for clients and for backends. */
@NullMarked
package dev.chasqui.adapters.dialects.ollama;

import org.jspecify.annotations.NullMarked;
