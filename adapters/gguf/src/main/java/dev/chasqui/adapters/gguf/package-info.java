/**
 * Model files in the GGUF format: the facts in their headers, an estimate of the memory that
 * loading them takes, and the models in a folder.
 *
 * <p>The weights are never read. Files may come from anybody: a header with false sizes, or one
 * without an end, costs bounded time and memory and causes a {@link
 * dev.chasqui.adapters.gguf.GgufException}.
 *
 * {@snippet :
 * GgufFile file = GgufFile.read(Path.of("models/llama-3.1-8b-Q4_K_M.gguf"));
 * MemoryEstimate estimate = MemoryEstimate.of(file, LoadSettings.DEFAULT);
 * Footprint footprint = estimate.footprint(99, 1); // all layers on one GPU
 * }
 */
@NullMarked
package dev.chasqui.adapters.gguf;

import org.jspecify.annotations.NullMarked;
