/**
 * The way of a file into a collection: memory is reserved for it, its text is extracted, and the
 * text is added. It is the same for uploads and for watched folders.
 */
@NullMarked
package dev.chasqui.plugins.rag.intake;

import org.jspecify.annotations.NullMarked;
