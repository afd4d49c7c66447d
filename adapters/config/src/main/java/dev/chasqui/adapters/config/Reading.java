package dev.chasqui.adapters.config;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A configuration as it was read, and what was found wrong with it: mistakes, which stop a start,
 * and warnings. Others who know more than this package add theirs before {@link #config} is used.
 */
public final class Reading {
    private final Problems problems;
    private Config config;

    Reading(Config config, Problems problems) {
        this.config = config;
        this.problems = problems;
    }

    /** The config as far as it could be read; a wrong value counts as not given. */
    public Config found() {
        return config;
    }

    /**
     * The configuration, if there is no mistake in it.
     *
     * @throws ConfigException with every mistake
     */
    public Config config() {
        problems.throwIfAny();
        return config;
    }

    /**
     * Adds what stops a start.
     *
     * @param path the key it is about, such as {@code backends[0].url}
     */
    public void mistake(String path, String message) {
        problems.add(path, message);
    }

    /**
     * Adds what does not stop a start.
     *
     * @param path the key it is about
     */
    public void warning(String path, String message) {
        problems.warn(path, message);
    }

    /**
     * Adds what stops a start and is said nowhere in the configuration.
     *
     * @param source where it is, such as {@code environment}
     */
    public void mistakeOf(String source, String message) {
        problems.add(new Place(source, 0, 0), "", message);
    }

    /**
     * Adds what does not stop a start and is said nowhere in the configuration.
     *
     * @param source where it is, such as {@code plug-in}
     */
    public void warningOf(String source, String message) {
        problems.warn(new Place(source, 0, 0), "", message);
    }

    /** Lets the command line add to what was read. */
    public Reading with(UnaryOperator<Config> change) {
        config = change.apply(config);
        return this;
    }

    /** The warnings: those of the file from its top to its end, then the others. */
    public List<Problem> warnings() {
        return problems.warnings();
    }
}
