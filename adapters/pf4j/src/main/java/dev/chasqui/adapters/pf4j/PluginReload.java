package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.failure.Failure;

import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/** The result of a reload. */
public sealed interface PluginReload {

    /**
     * The reload made a new generation, which is the present one.
     *
     * @param started the names of the plug-ins that did not run before
     * @param replaced the names of the plug-ins whose jar or section changed
     * @param stopped the names of the plug-ins that were removed; they stop when no exchange uses
     *     them
     * @param refused the new jars that could not be started
     * @param warnings further warnings for the operator
     */
    record Done(
            SortedSet<String> started,
            SortedSet<String> replaced,
            SortedSet<String> stopped,
            List<PluginReport> refused,
            List<String> warnings)
            implements PluginReload {

        /** Returns true if the reload started, replaced or stopped a plug-in. */
        public boolean changed() {
            return !started.isEmpty() || !replaced.isEmpty() || !stopped.isEmpty();
        }
    }

    /**
     * The reload was refused, and nothing has changed.
     *
     * @param mistakes the mistakes in the sections, each with its place, such as {@code
     *     agents.rag.k}
     * @param failures the jars that could not replace a running plug-in, with the reason
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
