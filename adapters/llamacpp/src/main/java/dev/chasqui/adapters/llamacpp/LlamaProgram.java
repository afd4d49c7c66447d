package dev.chasqui.adapters.llamacpp;

import java.time.Duration;

/**
 * The program that serves models, and how long it may take.
 *
 * @param path its name on the {@code PATH}, or its path
 * @param loadTimeout how long it may take until a model is ready
 * @param grace how long it has to end when it is told to, before it is killed
 */
public record LlamaProgram(String path, Duration loadTimeout, Duration grace) {}
