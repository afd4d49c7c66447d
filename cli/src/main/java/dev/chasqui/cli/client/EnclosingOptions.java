package dev.chasqui.cli.client;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Optional;

/** The options in front of a subcommand's name, which apply to the subcommand as well. */
public final class EnclosingOptions {
    private EnclosingOptions() {}

    /** Returns true if an enclosing command was given the option. */
    public static boolean flag(CommandSpec command, String option) {
        return given(command, option).isPresent();
    }

    /** Returns the option's value of the nearest enclosing command that was given it. */
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
