/** Embeddings in OpenAI's dialect, for clients and for backends. */
@NullMarked
package dev.chasqui.adapters.dialects.openai.embedding;

import org.jspecify.annotations.NullMarked;
