package dev.chasqui.adapters.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Says that the configuration cannot be used, with every mistake that was found in it.
 *
 * <p>It has no stack trace: its message, one line for each mistake, is for the one who wrote the
 * configuration.
 */
public final class ConfigException extends RuntimeException {
    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(null, null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** The mistakes: those in the file from its top to its end, then the others. Not empty. */
    public List<Problem> problems() {
        return problems;
    }

    /** The mistakes, one in each line. */
    @Override
    public String getMessage() {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
}
