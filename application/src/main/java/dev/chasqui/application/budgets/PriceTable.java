package dev.chasqui.application.budgets;

import dev.chasqui.application.models.ByPattern;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.Price;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The prices of models by patterns of their names. Of several patterns that fit, the longest one
 * counts; a model that none fits is free. A price of a backend precedes those of its models. Safe
 * for use by several threads.
 */
public final class PriceTable {
    /** The table in which all is free. */
    public static final PriceTable FREE = new PriceTable("USD", Map.of());

    private final String currency;
    private final Map<String, Tariff> ofBackends;
    private final ByPattern<Tariff> ofModels;
    private final ByPattern<Tariff> ofOthers;

    /**
     * Makes a table.
     *
     * @param currency the name of the currency, for messages
     * @param prices the prices by patterns; letters' case does not count
     */
    public PriceTable(String currency, Map<String, Price> prices) {
        this(currency, Map.of(), prices, Map.of());
    }

    /**
     * Makes a table.
     *
     * @param currency the name of the currency, for messages
     * @param backends the prices of all models of backends, by the backends' names
     * @param prices the prices by patterns; letters' case does not count
     * @param others the prices of models that none of those patterns fits
     */
    public PriceTable(
            String currency,
            Map<String, Price> backends,
            Map<String, Price> prices,
            Map<String, Price> others) {
        this.currency = currency;
        ofBackends = tariffs(backends);
        ofModels = new ByPattern<>(tariffs(prices));
        ofOthers = new ByPattern<>(tariffs(others));
    }

    private static Map<String, Tariff> tariffs(Map<String, Price> prices) {
        Map<String, Tariff> tariffs = new LinkedHashMap<>();
        prices.forEach((name, price) -> tariffs.put(name, new Tariff(price)));
        return tariffs;
    }

    /** Returns the name of the currency. */
    public String currency() {
        return currency;
    }

    /** Returns the tariff of a model at a backend. */
    Tariff of(String backend, String model) {
        Tariff own = ofBackends.isEmpty() ? null : ofBackends.get(backend);
        return own == null ? of(model) : own;
    }

    /** Returns the tariff of a model, wherever it is. */
    Tariff of(String model) {
        return ofModels.find(model).or(() -> ofOthers.find(model)).orElse(Tariff.FREE);
    }

    /** Returns the tariff by which a request costs least: of the model, or of any backend. */
    Tariff cheapest(String model, TokenEstimate estimate) {
        Tariff cheapest = of(model);
        for (Tariff own : ofBackends.values()) {
            if (own.cost(estimate).compareTo(cheapest.cost(estimate)) < 0) {
                cheapest = own;
            }
        }
        return cheapest;
    }

    /**
     * Returns the cost of a request by its estimate; empty if the model has no price.
     *
     * @param estimate is asked for only if there is a price
     */
    public Optional<EstimatedCost> cost(
            String backend, String model, Supplier<TokenEstimate> estimate) {
        Tariff tariff = of(backend, model);
        return tariff == Tariff.FREE
                ? Optional.empty()
                : Optional.of(new EstimatedCost(tariff.cost(estimate.get()), currency));
    }

    /** Returns true if a model at a backend has a price, which may be zero. */
    public boolean knows(String backend, String model) {
        return of(backend, model) != Tariff.FREE;
    }

    /** Returns the cost of what a model used, by its price. */
    public Money cost(ModelUsage used) {
        return of(used.backend(), used.model()).cost(used);
    }
}
