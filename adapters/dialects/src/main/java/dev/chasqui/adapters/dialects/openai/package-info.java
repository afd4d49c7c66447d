/** OpenAI's dialect, for clients and for backends, and what llama-server adds to it. */
@NullMarked
package dev.chasqui.adapters.dialects.openai;

import org.jspecify.annotations.NullMarked;
