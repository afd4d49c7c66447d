/**
 * The files that clients of OpenAI's API upload, and the facts of vector stores: who owns one, and
 * which files are attached to it. Files are kept as they were sent; a vector store's text is in the
 * collection of the same name. What is acknowledged is on disk; a crash leaves a file or a fact as
 * a whole, or not at all.
 */
@NullMarked
package dev.chasqui.plugins.rag.filestore;

import org.jspecify.annotations.NullMarked;
