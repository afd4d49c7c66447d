package dev.chasqui.domain.exchange;

import java.util.Set;

/**
 * Who asks.
 *
 * @param name the name of the key, or the address of one who needs none
 * @param role what he may do besides asking
 * @param agents the commands that he may use; {@code *} stands for all
 * @param seesLoading whether he sees how far a model's loading is while he waits for it
 */
public record Caller(String name, Role role, Set<String> agents, boolean seesLoading) {

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

    /** One who needs no key, because the server has none: he may do everything. */
    public static Caller anonymous(String address) {
        return new Caller(address, Role.ADMIN, Set.of("*"));
    }

    public boolean mayUse(String agent) {
        return agents.contains("*") || agents.contains(agent);
    }
}
