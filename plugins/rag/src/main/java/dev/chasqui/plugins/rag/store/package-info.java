/**
 * Keeps documents in collections and finds passages in them, with Lucene.
 *
 * <p>{@link dev.chasqui.plugins.rag.store.Collections} is the door. Each collection is an index in
 * a folder of its own, so that one that breaks leaves the others alone:
 *
 * <pre>
 * collections/handbook/current          the name of the generation in use, swapped atomically
 * collections/handbook/generation-1/    a Lucene index
 * </pre>
 *
 * <p>A document is a block in it: one record of what it is, then its passages in order. Passages
 * cover the text without a gap, so the whole text is in the index once and can be put together
 * again. Replacing a document replaces its block within one commit.
 *
 * <p>Writes run on one platform thread that nobody interrupts ({@link
 * dev.chasqui.plugins.rag.store.WriterLoop}): an interrupt while a file channel is written would
 * close the index for everybody. What waits for it at the same time shares one commit. Readers see
 * commits and nothing else, through memory maps, on whatever thread asks; so what was seen once, or
 * acknowledged, is on disk.
 */
@NullMarked
package dev.chasqui.plugins.rag.store;

import org.jspecify.annotations.NullMarked;
