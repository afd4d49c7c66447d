/**
 * The routes of OpenAI's API for files and vector stores, over the same collections that {@code
 * /rag} searches.
 */
@NullMarked
package dev.chasqui.plugins.rag.openai;

import org.jspecify.annotations.NullMarked;
