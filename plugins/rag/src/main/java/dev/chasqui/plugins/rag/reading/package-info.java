/**
 * Extracts text from files and cuts text into passages.
 *
 * <p>{@link dev.chasqui.plugins.rag.reading.FileReader} finds the kind of a file by its content and
 * extracts plain text. PDFs, office files, books and mail are read in separate processes ({@code
 * DocumentReader}), since such a file can make a library take all memory or never end. {@link
 * dev.chasqui.plugins.rag.reading.Chunker} cuts the text into overlapping passages that together
 * cover all of it. Nothing in this package depends on an index.
 */
@NullMarked
package dev.chasqui.plugins.rag.reading;

import org.jspecify.annotations.NullMarked;
