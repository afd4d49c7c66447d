/**
 * Embeddings: what a client wants vectors of, and the vectors. Nothing here knows a wire format.
 */
@NullMarked
package dev.chasqui.domain.embedding;

import org.jspecify.annotations.NullMarked;
