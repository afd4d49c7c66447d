/** Requests for embeddings and their replies, independent of any wire format. */
@NullMarked
package dev.chasqui.domain.embedding;

import org.jspecify.annotations.NullMarked;
