package dev.chasqui.domain.exchange;

import java.util.Set;

/**
 * The one that asks, and what it may do.
 *
 * @param name the name of the key, or the address of one who needs none
 * @param role what he may do besides asking
 * @param agents the commands that he may use; {@code *} stands for all
 * @param showLoading whether the caller is shown how far a model is loaded while a stream waits for
 *     it
 */
public record Caller(String name, Role role, Set<String> agents, boolean showLoading) {

    /** What a caller may do besides asking. */
    public enum Role {
        USER,
        ADMIN
    }

    public Caller {
        agents = Set.copyOf(agents);
    }

    /** One who sees nothing of a model's loading. */
    public Caller(String name, Role role, Set<String> agents) {
        this(name, role, agents, false);
    }

    /** A caller without a key, who may nothing yet: the server's checks raise it. */
    public static Caller anonymous(String address) {
        return new Caller(address, Role.USER, Set.of());
    }

    /** The same caller, who may use every command. */
    public Caller allowedAllAgents() {
        return new Caller(name, role, Set.of("*"), showLoading);
    }

    /** The same caller as an administrator. */
    public Caller asAdmin() {
        return new Caller(name, Role.ADMIN, agents, showLoading);
    }

    public boolean mayUse(String agent) {
        return agents.contains("*") || agents.contains(agent);
    }
}
