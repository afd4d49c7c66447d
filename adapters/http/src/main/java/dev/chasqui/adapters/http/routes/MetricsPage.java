package dev.chasqui.adapters.http.routes;

import java.util.function.Supplier;

/**
 * The answer to {@code GET /metrics}.
 *
 * @param body makes the page; called once per request
 */
public record MetricsPage(String contentType, Supplier<byte[]> body) {}
