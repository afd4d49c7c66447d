package dev.chasqui.bootstrap.governance;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.application.budgets.PriceTable;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.model.Zone;

import java.util.List;
import java.util.stream.Collectors;

/** The warning about models that cost nothing by the table of prices, though there is a budget. */
final class PriceWarnings {
    private static final int MOST_NAMES = 5;

    private PriceWarnings() {}

    /** Returns true if a config has a budget. */
    static boolean hasBudget(Config config) {
        return config.budget().budget().isPresent()
                || config.keys().stream().anyMatch(key -> key.budget().budget().isPresent());
    }

    /** Returns a warning for the models outside of this network that have no price; or none. */
    static List<String> of(PriceTable prices, Models models) {
        List<String> free =
                models.all().stream()
                        .filter(one -> one.backend().zone() == Zone.OPEN)
                        .filter(one -> !prices.knows(one.backend().name(), one.model().id()))
                        .map(Candidate::model)
                        .map(model -> model.id())
                        .distinct()
                        .sorted()
                        .toList();
        if (free.isEmpty()) {
            return List.of();
        }
        String named = free.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        int more = free.size() - MOST_NAMES;
        return List.of(
                "prices.models: no price for "
                        + named
                        + (more > 0 ? " and " + more + " more" : "")
                        + ", so budgets do not count them (expected: a price, which may be 0)");
    }
}
