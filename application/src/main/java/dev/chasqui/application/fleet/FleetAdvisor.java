package dev.chasqui.application.fleet;

import dev.chasqui.application.pool.ModelState;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.pool.PoolLimits;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.domain.account.Money;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The advice on which models should be where. It is a function of what was asked and of what there
 * is, and changes nothing. Safe for use by several threads.
 */
public final class FleetAdvisor {
    /** The share of places from which a backend is busy. */
    private static final double BUSY = 0.8;

    /** The share of places up to which a backend has room for the requests of another. */
    private static final double IDLE = 0.4;

    private final FleetUse use;
    private final List<FleetMember> members;

    /**
     * Makes an adviser.
     *
     * @param hours the use of each model at each backend and hour
     * @param members the backends
     */
    public FleetAdvisor(List<ModelHour> hours, List<FleetMember> members) {
        use = new FleetUse(List.copyOf(hours));
        this.members = List.copyOf(members);
    }

    /** Returns the advice on the models of the pool; none if nothing at all was asked for. */
    public List<Advice> onPool(PoolLimits limits, List<ModelState> states) {
        if (use.isEmpty()) {
            return List.of();
        }
        List<Advice> advice = new ArrayList<>(PoolAdvisor.advise(use, limits, states));
        for (ModelState state : states) {
            String model = state.model().name();
            load(PoolBackend.NAME, use.of(PoolBackend.NAME, model), state.model().concurrency())
                    .ifPresent(advice::add);
        }
        return List.copyOf(advice);
    }

    /** Returns the advice on the other backends. */
    public List<Advice> onBackends() {
        List<Advice> advice = new ArrayList<>();
        for (FleetMember member : members) {
            if (!member.isOfThisNetwork()) {
                advice.addAll(cheaper(member));
            } else if (member.most().isPresent()) {
                load(member.name(), use.of(member.name()), member.most().getAsInt())
                        .ifPresent(advice::add);
            }
        }
        return List.copyOf(advice);
    }

    /** Advises another backend for the model that takes most places of a busy one. */
    private Optional<Advice> load(String backend, FleetUse ofBackend, int most) {
        FleetUse.Busy busiest = ofBackend.busiest().orElse(null);
        if (busiest == null || busiest.open() < BUSY * most) {
            return Optional.empty();
        }
        String model = ofBackend.mostUsed(busiest.hour()).orElseThrow();
        if (!isLoadable(model)) {
            return Optional.empty();
        }
        boolean hasHelp =
                members.stream()
                        .filter(one -> !one.name().equals(backend) && one.isOfThisNetwork())
                        .anyMatch(one -> one.has(model) && hasRoom(one, busiest));
        return hasHelp
                ? Optional.empty()
                : members.stream()
                        .filter(one -> !one.name().equals(backend) && one.isOfThisNetwork())
                        .filter(one -> one.loads() && !one.has(model) && hasRoom(one, busiest))
                        .min(Comparator.comparingDouble(one -> open(one, busiest)))
                        .map(
                                one ->
                                        new Advice(
                                                Advice.Action.LOAD,
                                                model,
                                                one.name(),
                                                "%s; %s, if its memory holds the model"
                                                        .formatted(
                                                                taken(
                                                                        backend,
                                                                        busiest,
                                                                        OptionalInt.of(most)),
                                                                taken(
                                                                        one.name(),
                                                                        new FleetUse.Busy(
                                                                                busiest.hour(),
                                                                                open(one, busiest)),
                                                                        one.most()))));
    }

    /** Returns true if an Ollama or the pool has a model, since another one may have it then. */
    private boolean isLoadable(String model) {
        return members.stream()
                .filter(one -> one.loads() || one.name().equals(PoolBackend.NAME))
                .anyMatch(one -> one.has(model));
    }

    private boolean hasRoom(FleetMember member, FleetUse.Busy busiest) {
        return open(member, busiest) <= IDLE * member.most().orElse(1);
    }

    private double open(FleetMember member, FleetUse.Busy busiest) {
        return use.of(member.name()).open(busiest.hour());
    }

    /** Advises backends of this network for the models of one that costs money. */
    private List<Advice> cheaper(FleetMember open) {
        List<Advice> advice = new ArrayList<>();
        for (String model : use.of(open.name()).models()) {
            FleetUse paid = use.of(open.name(), model);
            if (paid.cost().compareTo(Money.ZERO) > 0) {
                members.stream()
                        .filter(one -> one.isOfThisNetwork() && one.has(model))
                        .filter(this::isNeverBusy)
                        .findFirst()
                        .ifPresent(
                                one ->
                                        advice.add(
                                                new Advice(
                                                        Advice.Action.PREFER,
                                                        model,
                                                        one.name(),
                                                        paidReason(open, paid, one))));
            }
        }
        return advice;
    }

    private boolean isNeverBusy(FleetMember member) {
        return use.of(member.name())
                .busiest()
                .filter(busiest -> busiest.open() >= BUSY * member.most().orElse(1))
                .isEmpty();
    }

    private String paidReason(FleetMember open, FleetUse paid, FleetMember own) {
        return "%d %s cost %s at %s; %s"
                .formatted(
                        paid.requests(),
                        paid.requests() == 1 ? "request" : "requests",
                        paid.cost(),
                        open.name(),
                        use.of(own.name())
                                .busiest()
                                .map(busiest -> taken(own.name(), busiest, own.most()))
                                .orElse(own.name() + " had no request"));
    }

    private static String taken(String backend, FleetUse.Busy busy, OptionalInt most) {
        return "in the hour from %s %s had %s%s"
                .formatted(
                        busy.hour(),
                        backend,
                        String.format(Locale.ROOT, "%.1f", busy.open()),
                        most.isPresent()
                                ? " of " + most.getAsInt() + " places taken"
                                : " open requests");
    }
}
