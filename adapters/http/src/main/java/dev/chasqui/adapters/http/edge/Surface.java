package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.dialects.ClientCodec;

/**
 * In which words a route answers.
 *
 * @param dialect for the records of exchanges; {@code -} for a route of our own
 * @param codec has the statuses and envelopes of errors
 */
public record Surface(String dialect, ClientCodec codec) {}
