package dev.chasqui.benchmarks.gateways;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The core that gateways run on.
 *
 * @param core its number; empty where processes cannot be bound to a core
 */
public record Pinning(Optional<String> core) {
    /** The command with its program bound to the core. */
    List<String> on(List<String> command) {
        List<String> bound = new ArrayList<>();
        core.ifPresent(number -> bound.addAll(List.of("taskset", "-c", number)));
        bound.addAll(command);
        return bound;
    }
}
