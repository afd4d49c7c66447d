package dev.chasqui.bootstrap;

import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.ReloadOutcome.Mistake;
import dev.chasqui.application.port.Reloading;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A decorator that logs each reload in one line: the changed keys and those that wait for a
 * restart, or each mistake. It never logs a value.
 */
final class ReloadLog implements Reloading {
    private static final System.Logger LOG = System.getLogger(ReloadLog.class.getName());

    private final Reloading reloading;

    ReloadLog(Reloading reloading) {
        this.reloading = reloading;
    }

    /** Reloads on request; a reload without a change is logged too. */
    @Override
    public ReloadOutcome reload() {
        return reload(Level.INFO);
    }

    /** Reloads without a request; a reload without a change is logged at {@code DEBUG}. */
    void reloadUnasked() {
        var _ = reload(Level.DEBUG);
    }

    private ReloadOutcome reload(Level ofNothing) {
        ReloadOutcome outcome = reloading.reload();
        switch (outcome) {
            case ReloadOutcome.Done done -> {
                boolean nothing = done.changed().isEmpty() && done.restart().isEmpty();
                Level level = nothing ? ofNothing : Level.INFO;
                LOG.log(level, sentence(done.changed(), done.restart()));
                done.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
            }
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
