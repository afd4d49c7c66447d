package dev.chasqui.domain.account;

import dev.chasqui.domain.exchange.Caller;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person or a program that may have several keys.
 *
 * @param name the unique name: letters, digits, {@code .}, {@code _}, {@code -}, at most 64
 * @param role the rights besides asking
 * @param teams the names of the teams that the user is in
 * @param grants the bounds on what the user may ask for
 * @param limits the limits of all keys of the user together
 * @param budget the budget of all keys of the user together
 * @param active false if no key of the user is accepted for now
 * @param created the time when the user was made
 */
public record User(
        String name,
        Caller.Role role,
        Set<String> teams,
        Grants grants,
        List<Limit> limits,
        Optional<Budget> budget,
        boolean active,
        Instant created) {
    public User {
        teams = Set.copyOf(teams);
        limits = List.copyOf(limits);
    }
}
