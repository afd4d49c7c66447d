package dev.chasqui.cli;

import dev.chasqui.adapters.config.Reading;

import java.util.Map;

/** The check of a configuration that {@code chasqui config check} makes. */
@FunctionalInterface
public interface CheckAction {

    /**
     * Adds to what was read all that would go wrong at a start.
     *
     * @param environment the environment's variables
     */
    void check(Reading reading, Map<String, String> environment);
}
