/**
 * Model files in the GGUF format: what their headers say, what loading them takes, and which of
 * them a folder holds.
 *
 * <p>Nothing of a model's weights is ever read. Files may come from anybody: a header that lies, or
 * never ends, costs bounded time and memory and a {@link dev.chasqui.adapters.gguf.GgufException}.
 *
 * {@snippet :
 * GgufFile file = GgufFile.read(Path.of("models/llama-3.1-8b-Q4_K_M.gguf"));
 * MemoryEstimate need = MemoryEstimate.of(file, LoadSettings.DEFAULT);
 * Footprint footprint = need.footprint(); // what the pool plans with
 * }
 */
@NullMarked
package dev.chasqui.adapters.gguf;

import org.jspecify.annotations.NullMarked;
