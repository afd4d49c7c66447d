package dev.chasqui.adapters.pf4j;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.StringJoiner;

/** The log of changes of the plug-ins: a line for a change, and one for each jar that fails. */
final class PluginLog {
    private static final System.Logger LOG = System.getLogger(PluginLog.class.getName());

    private PluginLog() {}

    /**
     * Logs a change; nothing if nothing has changed.
     *
     * @param before the generation before, whose jars were logged then
     */
    static void tell(PluginReload.Done done, Generation before, Generation next) {
        if (done.changed()) {
            StringJoiner parts = new StringJoiner("; ", "plug-ins changed: ", "");
            add(parts, "started", done.started());
            add(parts, "replaced", done.replaced());
            add(parts, "stopped", done.stopped());
            LOG.log(System.Logger.Level.INFO, parts.toString());
        }
        Set<PluginReport> known = new HashSet<>(before.refused());
        Set<Path> refused = new HashSet<>();
        done.refused().forEach(report -> refused.add(report.jar()));
        // Also if its bytes are those that have run all the time, so that nothing has changed.
        before.refused().stream()
                .map(PluginReport::jar)
                .filter(jar -> !refused.contains(jar) && Files.exists(jar))
                .forEach(jar -> LOG.log(System.Logger.Level.INFO, jar + " can be used again"));
        done.refused().stream()
                .filter(report -> !known.contains(report))
                .forEach(report -> LOG.log(System.Logger.Level.WARNING, report.toString()));
        Set<PluginReport> told = new HashSet<>(before.reports());
        // Remarks, such as a command that takes the place of another jar's.
        next.reports().stream()
                .filter(report -> !told.contains(report) && !refused.contains(report.jar()))
                .filter(report -> !report.loaded() || !report.notes().isEmpty())
                .forEach(report -> LOG.log(System.Logger.Level.INFO, report.toString()));
    }

    private static void add(StringJoiner parts, String what, SortedSet<String> names) {
        if (!names.isEmpty()) {
            parts.add(what + " " + String.join(", ", names));
        }
    }
}
