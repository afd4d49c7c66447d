package dev.chasqui.plugins.guard;

import java.util.Optional;

/**
 * The rules of one exchange: those of the config, or stricter ones that the caller asked for.
 *
 * @param inside true if a request with data stays in the network instead
 * @param always true if requests to backends of every zone are searched for data
 */
record GuardRules(
        Mode data, Mode injections, boolean always, Unreadable unreadable, boolean inside) {

    static GuardRules of(GuardConfig config, GuardArguments arguments) {
        return new GuardRules(
                strictest(config.data(), arguments.mode(), arguments.data()),
                strictest(config.injections(), arguments.mode(), arguments.injections()),
                config.always() || arguments.always(),
                config.unreadable(),
                config.inside());
    }

    /**
     * Returns true if a request with data stays in the network; one that is refused goes nowhere.
     */
    boolean keepsInside() {
        return inside && data != Mode.REFUSE;
    }

    private static Mode strictest(Mode config, Optional<Mode> both, Optional<Mode> one) {
        return Mode.stricter(config, Mode.stricter(both.orElse(config), one.orElse(config)));
    }
}
