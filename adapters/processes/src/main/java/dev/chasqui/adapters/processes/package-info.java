/**
 * Servers of models as processes of this machine.
 *
 * <p>A {@link dev.chasqui.adapters.processes.Recipe} gets what a model needs and says how its
 * server is launched. {@link dev.chasqui.adapters.processes.SpawnedModels} follows it:
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
 * var models = new SpawnedModels(folder, Map.of("tiny", recipe), connector);
 * }</pre>
 *
 * <p>Whatever is started hangs on a lifeline and ends with us, also when we are killed:
 *
 * <pre>
 * us ==pipe==> sh, in a session of its own
 *              |- guard: reads the pipe; a line is a signal, its end is the end of all
 *              '- program, in a session of its own: the group that is killed
 * </pre>
 *
 * <p>Nothing here decides which model is loaded when; that is the pool's.
 */
@NullMarked
package dev.chasqui.adapters.processes;

import org.jspecify.annotations.NullMarked;
