package dev.chasqui.application.pool;

import dev.chasqui.application.port.Backend;

import java.util.concurrent.CompletableFuture;

/**
 * A model's server that was ready once.
 *
 * @param ended is complete when it is gone
 */
record ServerRun(Backend server, CompletableFuture<Void> ended) {}
