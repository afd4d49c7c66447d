package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Dialect;

/**
 * The body that a request was decoded from.
 *
 * @param scan the positions of its values
 * @param dialect the dialect of the request
 */
public record BodySource(BodyScan scan, Dialect dialect) implements ScannedBody {}
