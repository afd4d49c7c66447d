package dev.chasqui.adapters.http.edge;

import dev.chasqui.application.port.exchange.BudgetState;
import dev.chasqui.application.port.exchange.LimitState;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The headers of an answer that say what is left of its caller's limits and budgets. */
final class AllowanceHeaders {
    private static final int MOST_WARNING = 1024;

    /** The header of warnings about budgets. */
    private static final HeaderName BUDGET = HeaderNames.create("X-Chasqui-Budget");

    /** The header that says which part of the budgets is spent. */
    private static final HeaderName BUDGET_STATUS = HeaderNames.create("X-Chasqui-Budget-Status");

    private static final Map<String, HeaderName> LIMIT_NAMES = new ConcurrentHashMap<>();

    private AllowanceHeaders() {}

    static void add(
            LimitState state, Surface surface, HeaderAliases aliases, ServerResponse response) {
        surface.limits()
                .tell(
                        state,
                        Instant.now(),
                        (name, value) -> response.header(limitName(name), value));
        state.budget().ifPresent(budget -> add(budget, aliases, response));
    }

    private static void add(BudgetState budget, HeaderAliases aliases, ServerResponse response) {
        aliases.add(BUDGET_STATUS, budget.status().name().toLowerCase(Locale.ROOT), response);
        if (!budget.warnings().isEmpty()) {
            // The names of keys and teams are their owners' choice.
            String warnings = String.join("; ", budget.warnings()).replaceAll("[^ -~]", "?");
            response.header(
                    BUDGET, warnings.substring(0, Math.min(MOST_WARNING, warnings.length())));
        }
    }

    /** Returns the name of a header of limits, of which each dialect has a few. */
    private static HeaderName limitName(String name) {
        HeaderName known = LIMIT_NAMES.get(name);
        return known == null ? LIMIT_NAMES.computeIfAbsent(name, HeaderNames::create) : known;
    }
}
