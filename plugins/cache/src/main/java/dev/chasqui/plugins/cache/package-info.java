/**
 * {@code /cache}: gives the reply to an equal request again, without asking the model.
 *
 * <p>{@code CacheAgent} is the order of the steps, {@code RequestKey} the identity of a request,
 * {@code RecordedReply} takes the record of a reply as it passes, and {@code ReplyStore} keeps the
 * records in memory, bounded by size and age. {@code SimilarQuestions} finds a record by the
 * meaning of the question, where an {@code Embedder} is given.
 */
@NullMarked
package dev.chasqui.plugins.cache;

import org.jspecify.annotations.NullMarked;
