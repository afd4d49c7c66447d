package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.chat.Dialect;

/** The body that a request was decoded from. */
record BodySource(BodyScan scan, Dialect dialect) implements ScannedBody {}
