/**
 * The plug-in {@code /rag}: answers from the user's own documents, and cites them.
 *
 * <p>This package holds the agent: it searches passages in a {@link
 * dev.chasqui.plugins.rag.library.Library}, puts them into the request within a budget and cites
 * them in the reply. {@code store} keeps the documents and searches them, {@code reading} extracts
 * text from files, {@code routes} serves the documents over HTTP.
 */
@NullMarked
package dev.chasqui.plugins.rag;

import org.jspecify.annotations.NullMarked;
