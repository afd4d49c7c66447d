package dev.chasqui.adapters.config.reading;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A failure to read the configuration, with every mistake that was found in it.
 *
 * <p>It has no stack trace. Its message, one line for each mistake and each warning, is meant for
 * the author of the configuration.
 */
public final class ConfigException extends RuntimeException {
    private final transient List<Problem> problems;
    private final transient List<Problem> warnings;

    /** Creates the failure of a configuration with mistakes. */
    public ConfigException(List<Problem> problems, List<Problem> warnings) {
        super(null, null, false, false);
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Returns the mistakes: those in the file from its top to its end, then the others. Not empty.
     */
    public List<Problem> problems() {
        return problems;
    }

    /** Returns the mistakes, one in each line, then the warnings. */
    @Override
    public String getMessage() {
        return Stream.concat(
                        problems.stream().map(Problem::toString),
                        warnings.stream().map(warning -> "warning: " + warning))
                .collect(Collectors.joining("\n"));
    }
}
