package dev.chasqui.adapters.dialects.server;

import java.util.Optional;

/**
 * A server that speaks a dialect.
 *
 * @param sure whether it is certain that this is the dialect to speak with it; if not, it is spoken
 *     only where the server speaks none of the others
 * @param open whether it answers us without a key, or with the one that we have
 * @param program the program behind it, where that is known
 */
public record FoundServer(boolean sure, boolean open, Optional<String> program) {}
