/**
 * The adapter to llama.cpp's server: its start with a model's file, the differences between its
 * versions, and saving and restoring its slots.
 *
 * <p>{@link dev.chasqui.adapters.llamacpp.LlamaRecipes} makes the recipe of each model, which the
 * adapter of processes carries out. The things that a recipe needs from other adapters are passed
 * in:
 *
 * <ul>
 *   <li>{@link dev.chasqui.adapters.llamacpp.ModelHeaders} reads the facts in a model's file and
 *       estimates its memory;
 *   <li>{@link dev.chasqui.adapters.llamacpp.GpuPlacer} finds GPUs for it;
 *   <li>{@link dev.chasqui.adapters.llamacpp.ModelFile} is the file itself, which may have to be
 *       downloaded first.
 * </ul>
 *
 * <p>Nothing here decides when a model is loaded, and nothing starts a process.
 */
@NullMarked
package dev.chasqui.adapters.llamacpp;

import org.jspecify.annotations.NullMarked;
