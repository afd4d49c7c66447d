package dev.chasqui.adapters.config.routing;

import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.RateText;
import dev.chasqui.domain.binding.TextRule;

import java.util.List;
import java.util.Optional;

/** The rule for the text about the rate of a backend. */
public final class BackendRate implements TextRule {
    /** Returns the limits that a text stands for; empty if it is wrong. */
    public static Optional<List<Limit.Requests>> limits(String text) {
        return RateText.requests(text)
                .map(
                        limits ->
                                limits.stream()
                                        .filter(Limit.Requests.class::isInstance)
                                        .map(Limit.Requests.class::cast)
                                        .toList());
    }

    @Override
    public String expected() {
        return RateText.REQUESTS_EXPECTED;
    }

    @Override
    public boolean fits(String text) {
        return RateText.requests(text).isPresent();
    }

    @Override
    public Optional<String> pattern() {
        return Optional.of("^\\s*" + RateText.PATTERN + "\\s*$");
    }
}
