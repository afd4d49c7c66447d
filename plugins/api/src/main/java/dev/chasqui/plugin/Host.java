package dev.chasqui.plugin;

import java.nio.file.Path;

/** What the server offers a plug-in. */
public interface Host {

    /**
     * The plug-in's own section of the config, typed. Keys are the record's components; {@link
     * dev.chasqui.domain.agent.Argument} says help and defaults. A component's type is one that an
     * argument of a command may have, or {@link java.nio.file.Path}, a {@code Map} by {@code
     * String}, a record, or a {@code List} or {@code Optional} of these.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the section has an unknown key, a
     *     wrong value, or one that the record's constructor refuses with an {@link
     *     IllegalArgumentException}; best left to the server, which reports it
     */
    <C extends Record> C config(Class<C> section);

    /**
     * The plug-in's own folder in the server's data folder, made if it is not there. No other
     * process uses it, and it outlives the server. A released instance of the same plug-in may
     * still read it.
     */
    Path data();
}
