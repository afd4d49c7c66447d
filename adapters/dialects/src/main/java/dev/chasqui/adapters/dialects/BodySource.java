package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Source;

/** The body that a request was decoded from. */
record BodySource(BodyScan scan, Dialect dialect) implements Source {}
