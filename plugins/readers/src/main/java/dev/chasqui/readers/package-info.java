/**
 * The process that reads files for {@code /rag}: PDFs, office files, books and mail. It gets a file
 * on standard input and answers with its text on standard output ({@link
 * dev.chasqui.readers.ReaderMain}), so that a hostile file can harm this process and nothing else.
 * The plug-in starts and ends it; its jars are beside the plug-in's and not in it.
 */
@NullMarked
package dev.chasqui.readers;

import org.jspecify.annotations.NullMarked;
