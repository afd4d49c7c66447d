package dev.chasqui.adapters.pf4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result for one jar.
 *
 * @param agents the names of its agents
 * @param notes remarks on a loaded jar, such as an agent that is not used
 * @param problem the reason for which it is not loaded; empty if it is
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

    /** Returns the same report with further reasons. */
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

    /** Returns the same report with one more remark. */
    PluginReport withNote(String note) {
        return new PluginReport(
                jar, agents, Stream.concat(notes.stream(), Stream.of(note)).toList(), problem);
    }

    /** Returns true if the jar is loaded. */
    public boolean loaded() {
        return problem.isEmpty();
    }

    /** Returns one line for the operator. */
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
