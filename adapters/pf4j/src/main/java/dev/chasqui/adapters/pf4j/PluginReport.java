package dev.chasqui.adapters.pf4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of one jar.
 *
 * @param agents the names of the agents it gave
 * @param notes what went otherwise than one might expect, though the jar is loaded
 * @param problem why it is not loaded; empty if it is
 */
public record PluginReport(
        Path jar, List<String> agents, List<String> notes, Optional<String> problem) {

    public PluginReport {
        agents = List.copyOf(agents);
        notes = List.copyOf(notes);
    }

    static PluginReport refused(Path jar, String problem) {
        return new PluginReport(jar, List.of(), List.of(), Optional.of(problem));
    }

    /** The same with more that is to be told of why it is not loaded. */
    PluginReport with(List<String> more) {
        return new PluginReport(
                jar,
                agents,
                notes,
                problem.map(
                        why ->
                                why
                                        + more.stream()
                                                .map(one -> "; " + one)
                                                .collect(Collectors.joining())));
    }

    /** Whether its agents are there. */
    public boolean loaded() {
        return problem.isEmpty();
    }

    /** One line for a person. */
    @Override
    public String toString() {
        if (problem.isPresent()) {
            return jar + " is not loaded: " + problem.get();
        }
        String names =
                agents.isEmpty()
                        ? "no agents"
                        : agents.stream().map(name -> "/" + name).collect(Collectors.joining(", "));
        return jar
                + ": "
                + names
                + notes.stream().map(note -> "; " + note).collect(Collectors.joining());
    }
}
