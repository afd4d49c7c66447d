package dev.chasqui.domain.session;

/**
 * A turn with its place in its session.
 *
 * @param number 1 for the first turn
 * @param bytes the size of its messages as they are stored
 */
public record StoredTurn(long number, long bytes, Turn turn) {}
