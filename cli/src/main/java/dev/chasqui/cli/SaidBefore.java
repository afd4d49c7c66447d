package dev.chasqui.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Optional;

/** Options that stand before a subcommand's name, and count for it as if they stood behind it. */
final class SaidBefore {
    private SaidBefore() {}

    /** Whether one of the commands that this one is part of was given the option. */
    static boolean flag(CommandSpec command, String option) {
        return given(command, option).isPresent();
    }

    /** What the nearest of the commands that this one is part of was given. */
    static Optional<String> text(CommandSpec command, String option) {
        return given(command, option).map(found -> found.stringValues().getLast());
    }

    private static Optional<OptionSpec> given(CommandSpec command, String option) {
        for (CommandSpec above = command.parent(); above != null; above = above.parent()) {
            OptionSpec found = above.findOption(option);
            if (found != null && !found.stringValues().isEmpty()) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
