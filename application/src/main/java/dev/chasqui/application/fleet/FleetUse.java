package dev.chasqui.application.fleet;

import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.model.ModelName;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The use of models and backends in some hours. */
final class FleetUse {
    private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

    private final List<ModelHour> hours;

    FleetUse(List<ModelHour> hours) {
        this.hours = hours;
    }

    /**
     * The mean number of requests that were open at a time in one hour: the sum of their latencies
     * divided by the hour's length (Little's law).
     */
    record Busy(Instant hour, double open) {}

    /** Returns the number of hours in which anything was asked for. */
    long hours() {
        return distinctHours(hours);
    }

    private static long distinctHours(Collection<ModelHour> some) {
        return some.stream().map(ModelHour::hour).distinct().count();
    }

    /** Returns the use of one model at one backend. */
    FleetUse of(String backend, String model) {
        return where(one -> one.backend().equals(backend) && isSame(one.model(), model));
    }

    /** Returns the use of one backend. */
    FleetUse of(String backend) {
        return where(one -> one.backend().equals(backend));
    }

    /** Returns the use of some hours and models. */
    FleetUse where(Predicate<ModelHour> choice) {
        return new FleetUse(hours.stream().filter(choice).toList());
    }

    private static boolean isSame(String one, String other) {
        return ModelName.withTag(one).equals(ModelName.withTag(other));
    }

    boolean isEmpty() {
        return hours.isEmpty();
    }

    long requests() {
        return hours.stream().mapToLong(ModelHour::requests).sum();
    }

    Money cost() {
        return hours.stream().map(ModelHour::cost).reduce(Money.ZERO, Money::plus);
    }

    /** Returns the names of the models, in order. */
    List<String> models() {
        return hours.stream().map(ModelHour::model).distinct().sorted().toList();
    }

    /** Returns the busiest hour; empty without any. */
    Optional<Busy> busiest() {
        Map<Instant, Double> open =
                hours.stream()
                        .collect(
                                Collectors.groupingBy(
                                        ModelHour::hour,
                                        TreeMap::new,
                                        Collectors.summingDouble(
                                                one -> one.latencyMillis() / MILLIS_PER_HOUR)));
        return open.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(one -> new Busy(one.getKey(), one.getValue()));
    }

    /** Returns the mean number of open requests in one hour. */
    double open(Instant hour) {
        return hours.stream()
                .filter(one -> one.hour().equals(hour))
                .mapToDouble(one -> one.latencyMillis() / MILLIS_PER_HOUR)
                .sum();
    }

    /** Returns the model with the most open requests in one hour; empty if there was none. */
    Optional<String> mostUsed(Instant hour) {
        return hours.stream()
                .filter(one -> one.hour().equals(hour))
                .max(Comparator.comparingLong(ModelHour::latencyMillis))
                .map(ModelHour::model);
    }
}
