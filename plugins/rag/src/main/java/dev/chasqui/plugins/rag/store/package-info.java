/**
 * Keeps documents in collections and searches their passages, with Lucene.
 *
 * <p>{@link dev.chasqui.plugins.rag.store.Collections} is the entry point. Each collection is an
 * index in a folder of its own, so that damage to one does not affect the others:
 *
 * <pre>
 * collections/handbook/current          the name of the generation in use, swapped atomically
 * collections/handbook/generation-1/    a Lucene index
 * </pre>
 *
 * <p>A document is a block in the index: a record that describes it, then its passages in order.
 * Passages cover the text without a gap, so the whole text can be rebuilt from the index. Replacing
 * a document replaces its block within one commit.
 *
 * <p>Writes run on one platform thread that no code interrupts ({@link
 * dev.chasqui.plugins.rag.store.WriterLoop}): an interrupt during a write to a file channel would
 * close the index for all threads. Changes that wait at the same time share one commit. Reads run
 * on the caller's thread, through memory maps, and see only commits; so everything that was read
 * once, or acknowledged, is on disk.
 */
@NullMarked
package dev.chasqui.plugins.rag.store;

import org.jspecify.annotations.NullMarked;
