/**
 * {@code chasqui-extract}, the built-in model. It answers by quoting the sentences of its context
 * that fit the last question best, and says that it does nothing else.
 *
 * <p>A request passes four steps: {@link dev.chasqui.adapters.extract.Context} collects the
 * passages that may be quoted, {@link dev.chasqui.adapters.extract.Sentences} splits them into
 * sentences, {@link dev.chasqui.adapters.extract.Ranking} scores the sentences, and {@link
 * dev.chasqui.adapters.extract.AnswerWording} writes the reply. The same request always yields the
 * same reply, and the work is bounded for requests of any length.
 */
@NullMarked
package dev.chasqui.adapters.extract;

import org.jspecify.annotations.NullMarked;
