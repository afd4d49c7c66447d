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
 * @param onFailure the server's answer to a failure of the agent, unless its config says another
 * @param takesBranches true if the command takes pipelines in brackets, as in {@code /parallel[/rag
 *     | /context]}; see {@link Chain#branches}
 * @param runsNearModel true if agents of this kind that the config has run stand behind those that
 *     callers ask for, directly before the model, and so in each branch of an agent that makes
 *     some; an agent that checks or hides what leaves must see the request as it leaves
 */
public record AgentType<A extends Record>(
        String name,
        String help,
        Class<A> arguments,
        Function<A, Agent> maker,
        OnFailure onFailure,
        boolean takesBranches,
        boolean runsNearModel) {

    /** The record of arguments for an agent that takes none. */
    public record NoArguments() {}

    public AgentType {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "name: '" + name + "' (expected: a letter, then letters, digits, '-' or '_')");
        }
    }

    /** Makes a type whose failures end the exchange and whose command takes no brackets. */
    public AgentType(String name, String help, Class<A> arguments, Function<A, Agent> maker) {
        this(name, help, arguments, maker, OnFailure.CLOSED, false);
    }

    /** Makes a type whose agents stand where the config or the caller puts them. */
    public AgentType(
            String name,
            String help,
            Class<A> arguments,
            Function<A, Agent> maker,
            OnFailure onFailure,
            boolean takesBranches) {
        this(name, help, arguments, maker, onFailure, takesBranches, false);
    }

    /** Returns this type with another answer to failures. */
    public AgentType<A> withOnFailure(OnFailure answer) {
        return new AgentType<>(name, help, arguments, maker, answer, takesBranches, runsNearModel);
    }

    /** Returns this type with a command that takes pipelines in brackets. */
    public AgentType<A> withBranches() {
        return new AgentType<>(name, help, arguments, maker, onFailure, true, runsNearModel);
    }

    /**
     * Returns this type with agents that, where the config has them run, stand behind those that
     * callers ask for, directly before the model.
     */
    public AgentType<A> nearModel() {
        return new AgentType<>(name, help, arguments, maker, onFailure, takesBranches, true);
    }

    /** Returns a type whose agents take no arguments and may be shared by all exchanges. */
    public static AgentType<NoArguments> of(String name, String help, Agent agent) {
        return new AgentType<>(name, help, NoArguments.class, none -> agent);
    }
}
