package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.adapters.config.reading.ConfigPosition;
import dev.chasqui.adapters.config.reading.Problem;
import dev.chasqui.adapters.config.reading.Problems;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The result of reading a configuration: its values, its mistakes, which stop a start, and its
 * warnings. Other modules add the problems that they find before they call {@link #config}. Not
 * thread-safe.
 */
public final class Reading {
    private final Problems problems;
    private Config config;

    Reading(Config config, Problems problems) {
        this.config = config;
        this.problems = problems;
    }

    /** Returns the config as far as it could be read; a wrong value counts as not given. */
    public Config found() {
        return config;
    }

    /**
     * Returns the configuration if there is no mistake in it.
     *
     * @throws ConfigException with every mistake
     */
    public Config config() {
        problems.throwIfAny();
        return config;
    }

    /** Returns true if there is a mistake, so that {@link #config} would throw. */
    public boolean hasMistakes() {
        return !problems.mistakes().isEmpty();
    }

    /**
     * Adds a mistake, which stops a start.
     *
     * @param path the key that it is about, such as {@code backends[0].url}
     * @param message the wrong value and the expected one
     */
    public void mistake(String path, String message) {
        problems.add(path, message);
    }

    /**
     * Adds a warning, which does not stop a start.
     *
     * @param path the key that it is about
     * @param message the fact to warn of
     */
    public void warning(String path, String message) {
        problems.warn(path, message);
    }

    /**
     * Adds a mistake that lies outside the configuration.
     *
     * @param source the thing that is wrong, such as {@code environment}
     * @param message the wrong value and the expected one
     */
    public void mistakeOf(String source, String message) {
        problems.add(new ConfigPosition(source, 0, 0), "", message);
    }

    /**
     * Adds a warning about something outside the configuration.
     *
     * @param source the thing that it is about, such as {@code plug-in}
     * @param message the fact to warn of
     */
    public void warningOf(String source, String message) {
        problems.warn(new ConfigPosition(source, 0, 0), "", message);
    }

    /** Applies a change that the command line makes to the values; returns this object. */
    public Reading with(UnaryOperator<Config> change) {
        config = change.apply(config);
        return this;
    }

    /** Returns the warnings: those of the file from its top to its end, then the others. */
    public List<Problem> warnings() {
        return problems.warnings();
    }
}
