package dev.chasqui.bootstrap;

import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.ReloadOutcome.Mistake;
import dev.chasqui.application.port.Reloading;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A reload that is told in the log: what changed and what waits for a restart, or each mistake; one
 * line for each time, never a value.
 */
final class ReloadLog implements Reloading {
    private static final System.Logger LOG = System.getLogger(ReloadLog.class.getName());

    private final Reloading reloading;

    ReloadLog(Reloading reloading) {
        this.reloading = reloading;
    }

    /** Reloads for somebody who asked: the log also tells that nothing changed. */
    @Override
    public ReloadOutcome reload() {
        return reload(Level.INFO);
    }

    /** Reloads for nobody: that nothing changed and nothing waits is told at {@code DEBUG}. */
    void reloadUnasked() {
        var _ = reload(Level.DEBUG);
    }

    private ReloadOutcome reload(Level ofNothing) {
        ReloadOutcome outcome = reloading.reload();
        switch (outcome) {
            case ReloadOutcome.Done(List<String> changed, List<String> restart)
                    when changed.isEmpty() && restart.isEmpty() ->
                    LOG.log(ofNothing, "config reloaded: nothing changed");
            case ReloadOutcome.Done(List<String> changed, List<String> restart) ->
                    LOG.log(Level.INFO, sentence(changed, restart));
            case ReloadOutcome.Refused(List<Mistake> mistakes) ->
                    LOG.log(Level.WARNING, sentence(mistakes));
        }
        return outcome;
    }

    private static String sentence(List<String> changed, List<String> restart) {
        return "config reloaded: "
                + (changed.isEmpty() ? "nothing changed" : "changed " + String.join(", ", changed))
                + (restart.isEmpty()
                        ? ""
                        : "; waiting for a restart: " + String.join(", ", restart));
    }

    private static String sentence(List<Mistake> mistakes) {
        return "config not reloaded, the server goes on as it was: "
                + mistakes.stream().map(Mistake::sentence).collect(Collectors.joining("; "));
    }
}
