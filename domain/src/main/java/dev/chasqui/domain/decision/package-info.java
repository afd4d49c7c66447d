/**
 * Questions about an input that a model answers with probabilities instead of text, and their
 * answers, independent of any wire format.
 *
 * <p>Each answer of a question has a {@link dev.chasqui.domain.decision.Labels label} that is one
 * token, so that the probabilities of the model's first token are those of the answers.
 */
@NullMarked
package dev.chasqui.domain.decision;

import org.jspecify.annotations.NullMarked;
