package dev.chasqui.benchmarks.gateways;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cores to which gateways are bound.
 *
 * @param cores the numbers of the cores, with commas; empty if processes cannot be bound to cores
 */
public record Pinning(Optional<String> cores) {
    /** Returns the command with its program bound to the cores. */
    List<String> bound(List<String> command) {
        List<String> words = new ArrayList<>();
        cores.ifPresent(numbers -> words.addAll(List.of("taskset", "-c", numbers)));
        words.addAll(command);
        return words;
    }
}
