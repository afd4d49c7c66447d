package dev.chasqui.adapters.llamacpp;

import java.time.Duration;

/**
 * The program that serves models, with its timeouts.
 *
 * @param path its name on the {@code PATH}, or its path
 * @param loadTimeout the longest time until a model is ready
 * @param grace the time that it gets to end after it was told to, before it is killed
 */
public record LlamaProgram(String path, Duration loadTimeout, Duration grace) {}
