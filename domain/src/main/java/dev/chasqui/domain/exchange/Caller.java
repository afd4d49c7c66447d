package dev.chasqui.domain.exchange;

import java.util.Optional;
import java.util.Set;

/**
 * The user behind a request, and what the user may do.
 *
 * @param name the name in logs: of the key of the config, of the user, or the address of a caller
 *     that needs no key
 * @param role the rights besides asking
 * @param agents the commands that the caller may use; {@code *} stands for all
 * @param showLoading true if the caller is shown the progress of a model that loads while a stream
 *     waits for it
 * @param mayTrace true if the caller may ask for a trace of what the agents did
 * @param identity the user, key and teams by which requests are counted
 * @param priority the place in the queues of backends and pools; a higher one comes first, 0 is the
 *     usual one
 */
public record Caller(
        String name,
        Role role,
        Set<String> agents,
        boolean showLoading,
        boolean mayTrace,
        Identity identity,
        int priority) {

    /** The rights of a caller besides asking. */
    public enum Role {
        USER,
        ADMIN
    }

    /**
     * The user, key and teams by which requests are counted.
     *
     * @param user the name of the user, or of the key of the config; empty for a caller without a
     *     key
     * @param key the id of the key; empty if it is of the config, or there is none
     * @param teams the names of the teams that the user is in
     */
    public record Identity(Optional<String> user, Optional<String> key, Set<String> teams) {
        /** The identity of a caller without a key. */
        public static final Identity NONE =
                new Identity(Optional.empty(), Optional.empty(), Set.of());

        public Identity {
            teams = Set.copyOf(teams);
        }
    }

    public Caller {
        agents = Set.copyOf(agents);
    }

    /** Makes a caller of the usual priority. */
    public Caller(
            String name,
            Role role,
            Set<String> agents,
            boolean showLoading,
            boolean mayTrace,
            Identity identity) {
        this(name, role, agents, showLoading, mayTrace, identity, 0);
    }

    /** Makes a caller that is counted by nothing but its name. */
    public Caller(
            String name, Role role, Set<String> agents, boolean showLoading, boolean mayTrace) {
        this(name, role, agents, showLoading, mayTrace, Identity.NONE);
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
        return new Caller(name, role, Set.of("*"), showLoading, mayTrace, identity, priority);
    }

    /** Returns the same caller as an administrator. */
    public Caller asAdmin() {
        return new Caller(name, Role.ADMIN, agents, showLoading, true, identity, priority);
    }

    /** Returns the same caller with the right to a trace. */
    public Caller withTrace() {
        return new Caller(name, role, agents, showLoading, true, identity, priority);
    }

    /** Returns the same caller with an identity. */
    public Caller withIdentity(Identity other) {
        return new Caller(name, role, agents, showLoading, mayTrace, other, priority);
    }

    /** Returns the same caller with a priority, which is never above its own. */
    public Caller withPriority(int wanted) {
        return new Caller(
                name, role, agents, showLoading, mayTrace, identity, Math.min(wanted, priority));
    }

    public boolean mayUse(String agent) {
        return agents.contains("*") || agents.contains(agent);
    }
}
