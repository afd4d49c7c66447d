/**
 * Text from files, and passages from text.
 *
 * <p>{@link dev.chasqui.plugins.rag.reading.FileReader} decides by a file's content what it is and
 * makes plain text of it. PDFs are read in a process of their own ({@code PdfReader}), since a file
 * can make a PDF library eat all memory or never end. {@link
 * dev.chasqui.plugins.rag.reading.Chunker} cuts the text into overlapping pieces that together
 * cover all of it. Nothing here knows of an index.
 */
@NullMarked
package dev.chasqui.plugins.rag.reading;

import org.jspecify.annotations.NullMarked;
