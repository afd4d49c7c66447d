package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.failure.Failure;

import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/** What became of a reload. */
public sealed interface PluginReload {

    /**
     * A new generation is the present one.
     *
     * @param started the names of the plug-ins that ran not before
     * @param replaced the names of those whose jar or section changed
     * @param stopped the names of those that are gone; they stop when no exchange uses them
     * @param refused the jars that are new and could not be started
     * @param warnings what else a person should know
     */
    record Done(
            SortedSet<String> started,
            SortedSet<String> replaced,
            SortedSet<String> stopped,
            List<PluginReport> refused,
            List<String> warnings)
            implements PluginReload {

        /** Whether any plug-in is another one now. */
        public boolean changed() {
            return !started.isEmpty() || !replaced.isEmpty() || !stopped.isEmpty();
        }
    }

    /**
     * Nothing has changed.
     *
     * @param mistakes what is wrong in the sections, each with its place, such as {@code
     *     agents.rag.k}
     * @param failures the jars that could not take the place of a plug-in that runs, and why
     */
    record Refused(List<Failure.Invalid> mistakes, List<PluginReport> failures)
            implements PluginReload {

        /** All of it, a line for each, for a person. */
        public List<String> lines() {
            return Stream.concat(
                            mistakes.stream().map(Failure.Invalid::message),
                            failures.stream().map(PluginReport::toString))
                    .toList();
        }
    }
}
