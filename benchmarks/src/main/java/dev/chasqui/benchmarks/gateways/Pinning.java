package dev.chasqui.benchmarks.gateways;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cores that gateways run on.
 *
 * @param cores their numbers, with commas; empty where processes cannot be bound to a core
 */
public record Pinning(Optional<String> cores) {
    /** The command with its program bound to the cores. */
    List<String> on(List<String> command) {
        List<String> bound = new ArrayList<>();
        cores.ifPresent(numbers -> bound.addAll(List.of("taskset", "-c", numbers)));
        bound.addAll(command);
        return bound;
    }
}
