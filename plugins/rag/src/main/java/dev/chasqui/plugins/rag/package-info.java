/**
 * {@code /rag}: answers from one's own documents, and cites them.
 *
 * <p>Here is the agent: it looks up passages in a {@link dev.chasqui.plugins.rag.library.Library},
 * puts them into the request within a budget and cites them in the reply. {@code store} keeps the
 * documents and finds passages, {@code reading} makes text of files.
 */
@NullMarked
package dev.chasqui.plugins.rag;

import org.jspecify.annotations.NullMarked;
