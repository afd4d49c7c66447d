package dev.chasqui.domain.agent;

import java.util.function.Function;

/**
 * A kind of agent, known by the command that calls it.
 *
 * <p>Its arguments are the components of a record, in the order in which they may be given without
 * a name. A component's type is {@code String}, {@code int}, {@code long}, {@code double}, {@code
 * boolean}, {@link java.time.Duration}, an enum, or a {@code List} or {@code Optional} of these;
 * see {@link Argument} for help and defaults.
 *
 * @param name the command's name, without the slash: a letter, then letters, digits, {@code -} or
 *     {@code _}
 * @param help a line that says what the agent does
 * @param arguments the record type of its arguments
 * @param maker the function that makes the agent for the arguments of one exchange
 */
public record AgentType<A extends Record>(
        String name, String help, Class<A> arguments, Function<A, Agent> maker) {

    /** The record of arguments for an agent that takes none. */
    public record NoArguments() {}

    public AgentType {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "name: '" + name + "' (expected: a letter, then letters, digits, '-' or '_')");
        }
    }

    /** Returns a type whose agents take no arguments and may be shared by all exchanges. */
    public static AgentType<NoArguments> of(String name, String help, Agent agent) {
        return new AgentType<>(name, help, NoArguments.class, none -> agent);
    }
}
