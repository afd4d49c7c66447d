package dev.chasqui.cli.config;

import dev.chasqui.adapters.config.Reading;

import java.util.Map;

/** The check that {@code chasqui config check} runs on a configuration that it has read. */
@FunctionalInterface
public interface CheckAction {

    /**
     * Adds all problems that a start would have to a configuration.
     *
     * @param reading the configuration; the problems are added to it
     * @param environment the environment's variables
     */
    void check(Reading reading, Map<String, String> environment);
}
