package dev.chasqui.domain.account;

import java.util.List;
import java.util.Optional;

/**
 * A group of users that share limits and a budget.
 *
 * @param name the unique name, spelled as that of a user
 * @param limits the limits of all members together
 * @param budget the budget of all members together
 */
public record Team(String name, List<Limit> limits, Optional<Budget> budget) {
    public Team {
        limits = List.copyOf(limits);
    }
}
