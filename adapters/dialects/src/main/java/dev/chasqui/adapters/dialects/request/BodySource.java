package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Dialect;

/** The body that a request was decoded from. */
public record BodySource(BodyScan scan, Dialect dialect) implements ScannedBody {}
