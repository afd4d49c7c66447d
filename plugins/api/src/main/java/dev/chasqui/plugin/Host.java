package dev.chasqui.plugin;

import dev.chasqui.plugin.service.Services;

import java.nio.file.Path;

/**
 * The config, the folder and the services that the server offers one instance of a plug-in. The
 * plug-in may keep it; the services end after its {@link Plugin#stop}.
 */
public interface Host extends Services {

    /**
     * Returns the plug-in's own section of the config as a record. The record's components are the
     * keys; {@link dev.chasqui.domain.binding.Key} states help, default and bounds. A component has
     * a type that an argument of a command may have, or is a {@link java.nio.file.Path}, a {@code
     * Map} by {@code String}, a record, or a {@code List} or {@code Optional} of these.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the section has an unknown key, a
     *     wrong value, or one that the record's constructor refuses with an {@link
     *     IllegalArgumentException}. A plug-in should not catch it, since the server reports it
     */
    <C extends Record> C config(Class<C> section);

    /**
     * Returns the plug-in's own folder in the server's data folder; creates it if it does not
     * exist. No other process uses it, and its content survives restarts. A released instance of
     * the same plug-in may still read it.
     */
    Path data();
}
