package dev.chasqui.adapters.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says that the configuration cannot be used, with every mistake that was found in it.
 *
 * <p>It has no stack trace: its message, one line for each mistake and each warning, is for the one
 * who wrote the configuration.
 */
public final class ConfigException extends RuntimeException {
    private final transient List<Problem> problems;
    private final transient List<Problem> warnings;

    ConfigException(List<Problem> problems, List<Problem> warnings) {
        super(null, null, false, false);
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /** The mistakes: those in the file from its top to its end, then the others. Not empty. */
    public List<Problem> problems() {
        return problems;
    }

    /** The mistakes, one in each line, then what else was found. */
    @Override
    public String getMessage() {
        return Stream.concat(
                        problems.stream().map(Problem::toString),
                        warnings.stream().map(warning -> "warning: " + warning))
                .collect(Collectors.joining("\n"));
    }
}
