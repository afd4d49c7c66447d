/**
 * {@code chasqui-extract}, the model that is built in: it answers by quoting the sentences of its
 * context that fit the last question best, and says that it does nothing else.
 *
 * <p>The way of a request: {@link dev.chasqui.adapters.extract.Context} gathers what may be quoted
 * as passages, {@link dev.chasqui.adapters.extract.Sentences} splits them, {@link
 * dev.chasqui.adapters.extract.Ranking} scores the sentences, {@link
 * dev.chasqui.adapters.extract.Wording} words the reply. The same request always gets the same
 * reply, and the work is bounded however long the request is.
 */
@NullMarked
package dev.chasqui.adapters.extract;

import org.jspecify.annotations.NullMarked;
