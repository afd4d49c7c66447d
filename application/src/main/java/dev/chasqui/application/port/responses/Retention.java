package dev.chasqui.application.port.responses;

import java.time.Instant;

/**
 * The bounds of what is kept.
 *
 * @param before the time of the last use before which a chain of responses, or a conversation, is
 *     removed
 * @param most the most responses of an owner, and as many of its conversations
 * @param mostBytes the most bytes of an owner's responses and conversations, each
 */
public record Retention(Instant before, int most, long mostBytes) {}
