package dev.chasqui.adapters.http.routes;

import java.util.function.Supplier;

/**
 * What {@code GET /metrics} answers.
 *
 * @param body makes the page; called once per request
 */
public record MetricsPage(String contentType, Supplier<byte[]> body) {}
