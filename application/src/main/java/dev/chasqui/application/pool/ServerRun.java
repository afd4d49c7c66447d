package dev.chasqui.application.pool;

import dev.chasqui.application.port.Backend;

import java.util.concurrent.CompletableFuture;

/**
 * One run of a model's server that became ready.
 *
 * @param server the server
 * @param ended the future that is complete when the server has ended
 */
record ServerRun(Backend server, CompletableFuture<Void> ended) {}
