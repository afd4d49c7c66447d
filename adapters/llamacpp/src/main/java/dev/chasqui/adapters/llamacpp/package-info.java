/**
 * What is known of llama.cpp's server: how it is started for a model's file, what its versions
 * differ in, and how it saves and restores what it knows of conversations.
 *
 * <p>{@link dev.chasqui.adapters.llamacpp.LlamaRecipes} makes the recipe of each model, which the
 * adapter of processes follows. What that takes of others is handed in:
 *
 * <ul>
 *   <li>{@link dev.chasqui.adapters.llamacpp.ModelHeaders} reads what a model's file says of
 *       itself, and what it takes of memory;
 *   <li>{@link dev.chasqui.adapters.llamacpp.GpuPlacer} finds GPUs for it;
 *   <li>{@link dev.chasqui.adapters.llamacpp.ModelFile} is the file itself, which may first be
 *       downloaded.
 * </ul>
 *
 * <p>Nothing here decides which model is loaded when, and nothing starts a process.
 */
@NullMarked
package dev.chasqui.adapters.llamacpp;

import org.jspecify.annotations.NullMarked;
