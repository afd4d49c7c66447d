package dev.chasqui.application.callers;

import dev.chasqui.domain.exchange.Caller;

import java.util.Optional;
import java.util.Set;

/**
 * An API key of the config, which has the key's hash alone.
 *
 * @param name the name of its holder; it stands in logs
 * @param sha256 the SHA-256 of the key, 64 hexadecimal digits
 * @param role the rights of its holder besides asking
 * @param agents the commands that its holder may use; {@code *} stands for all
 * @param showLoading true if its holder is shown the progress of a model that loads
 * @param trace true if its holder may ask for a trace; an administrator always may
 */
public record Key(
        String name,
        String sha256,
        Caller.Role role,
        Set<String> agents,
        boolean showLoading,
        boolean trace) {
    public Key {
        agents = Set.copyOf(agents);
        if (!sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(
                    "sha256 of key '" + name + "' (expected: 64 hexadecimal digits)");
        }
    }

    /** Makes a key whose holder is not shown the progress of loading. */
    public Key(String name, String sha256, Caller.Role role, Set<String> agents) {
        this(name, sha256, role, agents, false);
    }

    /** Makes a key whose holder may ask for a trace only as an administrator. */
    public Key(
            String name, String sha256, Caller.Role role, Set<String> agents, boolean showLoading) {
        this(name, sha256, role, agents, showLoading, false);
    }

    Caller caller() {
        return new Caller(
                name,
                role,
                agents,
                showLoading,
                trace || role == Caller.Role.ADMIN,
                new Caller.Identity(Optional.of(name), Optional.empty(), Set.of()));
    }
}
