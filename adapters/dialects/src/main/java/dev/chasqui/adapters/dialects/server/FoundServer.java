package dev.chasqui.adapters.dialects.server;

import java.util.Optional;

/**
 * A server that was found to speak a dialect.
 *
 * @param sure true if this is certainly the dialect to use; if false, it is used only if the server
 *     speaks no other one
 * @param open true if the server answers us without a key, or with the one that we have
 * @param program the program behind it; empty if that is unknown
 */
public record FoundServer(boolean sure, boolean open, Optional<String> program) {}
