/**
 * Servers of models as processes of this machine.
 *
 * <p>A {@link dev.chasqui.adapters.processes.Recipe} provides the things that a model needs, and
 * the command of its server. {@link dev.chasqui.adapters.processes.SpawnedModels} carries it out:
 *
 * <pre>{@code
 * Launch launch =
 *         new Launch(
 *                 List.of("llama-server", "-m", "tiny.gguf", "--port", "${port}"),
 *                 Map.of("LLAMA_API_KEY", "${key}"),
 *                 "/health",
 *                 Duration.ofMinutes(5),
 *                 Duration.ofSeconds(10));
 * Recipe recipe = progress -> new Recipe.Prepared(launch, Footprint.NONE);
 * var models = new SpawnedModels(folder, Map.of("tiny", recipe), connector, gpus);
 * }</pre>
 *
 * <p>Every process is tied to a lifeline and ends with us, even if we are killed:
 *
 * <pre>
 * us ==pipe==> sh, in a session of its own
 *              |- guard: reads the pipe; a line is a signal, the pipe's end kills the group
 *              '- program, in a session of its own: the group that is killed
 * </pre>
 *
 * <p>Nothing here decides when a model is loaded; the pool does.
 */
@NullMarked
package dev.chasqui.adapters.processes;

import org.jspecify.annotations.NullMarked;
