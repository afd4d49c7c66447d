/**
 * {@code chasqui-extract}, the built-in model. It answers by quoting a sentence or two of its
 * context, a row of a table with its head, or some lines of code, and says that it does nothing
 * else.
 *
 * <p>A request passes five steps: {@link dev.chasqui.adapters.extract.Context} collects the
 * passages that may be quoted, {@link dev.chasqui.adapters.extract.ExcerptReader} divides them into
 * excerpts, {@link dev.chasqui.adapters.extract.Ranking} finds the best one, {@link
 * dev.chasqui.adapters.extract.AnswerChoice} adds what it needs to be understood, and {@link
 * dev.chasqui.adapters.extract.AnswerWording} writes the reply. The same request always yields the
 * same reply, and the work is bounded for requests of any length.
 */
@NullMarked
package dev.chasqui.adapters.extract;

import org.jspecify.annotations.NullMarked;
