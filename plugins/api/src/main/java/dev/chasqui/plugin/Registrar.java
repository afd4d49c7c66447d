package dev.chasqui.plugin;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.Route;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Takes what a plug-in contributes, so that the server can take all of it back. It works until
 * {@link Plugin#start} returns.
 */
public interface Registrar {

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
     * Adds an agent.
     *
     * @throws IllegalArgumentException if the name is taken, or an argument is of a type that
     *     nobody can give
     */
    void agent(AgentType<?> type);

    /**
     * Adds a route: one under {@code /agents/NAME/}, where NAME is the plug-in's, or one under a
     * noun that it claims with it, {@code /admin/NOUN}.
     *
     * @throws IllegalArgumentException if it lies elsewhere, if the noun is somebody else's, or if
     *     there is one of the same method and form already
     */
    void route(Route route);

    /**
     * Adds how the plug-in is to what {@code /health} tells. Asked often and by many at a time; it
     * must answer at once. One that throws counts as down.
     *
     * @throws IllegalArgumentException if there is one already
     */
    void health(Supplier<Health> health);

    /**
     * The plug-in's own folder in the server's data folder, made if it is not there. No other
     * process uses it, and it outlives the server.
     */
    Path data();
}
