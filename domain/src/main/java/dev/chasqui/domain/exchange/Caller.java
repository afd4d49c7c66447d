package dev.chasqui.domain.exchange;

import java.util.Set;

/**
 * The user behind a request, and what the user may do.
 *
 * @param name the name of the API key, or the address of a caller that needs no key
 * @param role the rights besides asking
 * @param agents the commands that the caller may use; {@code *} stands for all
 * @param showLoading true if the caller is shown the progress of a model that loads while a stream
 *     waits for it
 * @param mayTrace true if the caller may ask for a trace of what the agents did
 */
public record Caller(
        String name, Role role, Set<String> agents, boolean showLoading, boolean mayTrace) {

    /** The rights of a caller besides asking. */
    public enum Role {
        USER,
        ADMIN
    }

    public Caller {
        agents = Set.copyOf(agents);
    }

    /** Makes a caller that is not shown the progress of loading. */
    public Caller(String name, Role role, Set<String> agents) {
        this(name, role, agents, false);
    }

    /** Makes a caller that may ask for a trace only as an administrator. */
    public Caller(String name, Role role, Set<String> agents, boolean showLoading) {
        this(name, role, agents, showLoading, role == Role.ADMIN);
    }

    /** Makes a caller without a key, which has no rights yet: the server's checks add them. */
    public static Caller anonymous(String address) {
        return new Caller(address, Role.USER, Set.of());
    }

    /** Returns the same caller with the right to every command. */
    public Caller withAllAgents() {
        return new Caller(name, role, Set.of("*"), showLoading, mayTrace);
    }

    /** Returns the same caller as an administrator. */
    public Caller asAdmin() {
        return new Caller(name, Role.ADMIN, agents, showLoading, true);
    }

    /** Returns the same caller with the right to a trace. */
    public Caller withTrace() {
        return new Caller(name, role, agents, showLoading, true);
    }

    public boolean mayUse(String agent) {
        return agents.contains("*") || agents.contains(agent);
    }
}
