package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.failure.Failure;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The result of a change of the plug-ins. */
public sealed interface PluginReload {

    /**
     * The change made a new generation, which is the present one.
     *
     * @param started the names of the plug-ins that did not run before
     * @param replaced the names of the plug-ins that have a new instance
     * @param stopped the names of the plug-ins that were removed or disabled; they stop when no
     *     exchange uses them
     * @param refused the jars that cannot be used; if their plug-ins ran before, these go on with
     *     their old jars
     * @param warnings further warnings for the operator
     */
    record Done(
            SortedSet<String> started,
            SortedSet<String> replaced,
            SortedSet<String> stopped,
            List<PluginReport> refused,
            List<String> warnings)
            implements PluginReload {

        /** Returns the names of the plug-ins that were started, replaced or stopped. */
        public SortedSet<String> names() {
            SortedSet<String> names = new TreeSet<>(started);
            names.addAll(replaced);
            names.addAll(stopped);
            return names;
        }

        /** Returns true if the change started, replaced or stopped a plug-in. */
        public boolean changed() {
            return !names().isEmpty();
        }
    }

    /**
     * The configuration was refused, and nothing has changed.
     *
     * @param mistakes the mistakes in the sections, each with its place, such as {@code
     *     agents.rag.k}
     * @param failures the plug-ins that cannot go on with their new sections, with the reason
     */
    record Refused(List<Failure.Invalid> mistakes, List<PluginReport> failures)
            implements PluginReload {

        /** Returns the mistakes and failures for the operator, one line each. */
        public List<String> lines() {
            return Stream.concat(
                            mistakes.stream().map(Failure.Invalid::message),
                            failures.stream().map(PluginReport::toString))
                    .toList();
        }
    }
}
