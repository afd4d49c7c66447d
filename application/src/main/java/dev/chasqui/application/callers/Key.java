package dev.chasqui.application.callers;

import dev.chasqui.domain.exchange.Caller;

import java.util.HexFormat;
import java.util.Set;

/**
 * A key as the config knows it: never the key itself.
 *
 * @param name who holds it; stands in logs
 * @param sha256 the SHA-256 of the key, 64 hexadecimal digits
 * @param role what its holder may do besides asking
 * @param agents the commands that its holder may use; {@code *} stands for all
 * @param showLoading whether its holder sees how far a model's loading is
 */
public record Key(
        String name, String sha256, Caller.Role role, Set<String> agents, boolean showLoading) {
    public Key {
        agents = Set.copyOf(agents);
        if (!sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(
                    "sha256 of key '" + name + "' (expected: 64 hexadecimal digits)");
        }
    }

    /** A key whose holder sees nothing of a model's loading. */
    public Key(String name, String sha256, Caller.Role role, Set<String> agents) {
        this(name, sha256, role, agents, false);
    }

    byte[] digest() {
        return HexFormat.of().parseHex(sha256);
    }

    Caller caller() {
        return new Caller(name, role, agents, showLoading);
    }
}
