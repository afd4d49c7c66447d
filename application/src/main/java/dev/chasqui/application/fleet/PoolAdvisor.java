package dev.chasqui.application.fleet;

import dev.chasqui.application.pool.ModelState;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.pool.PoolLimits;
import dev.chasqui.domain.size.Footprint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The advice on the models of the pool: those that are asked for all day are to stay loaded, if
 * there is room for each of the others beside them, and those that nobody asks for are not.
 */
final class PoolAdvisor {
    /** The least hours of use after which a model is said to be asked for all day. */
    private static final long LEAST_HOURS = 24;

    private final FleetUse use;
    private final PoolLimits limits;
    private final List<ModelState> states;
    private final List<Advice> advice = new ArrayList<>();

    /** The models that are pinned, or will be by the advice. */
    private final List<ModelState> kept;

    private PoolAdvisor(FleetUse use, PoolLimits limits, List<ModelState> states) {
        this.use = use;
        this.limits = limits;
        this.states = states.stream().filter(one -> !one.removed()).toList();
        kept = new ArrayList<>(this.states.stream().filter(ModelState::pinned).toList());
    }

    static List<Advice> advise(FleetUse use, PoolLimits limits, List<ModelState> states) {
        PoolAdvisor advisor = new PoolAdvisor(use, limits, states);
        advisor.unpin();
        advisor.pin();
        return List.copyOf(advisor.advice);
    }

    private void unpin() {
        for (ModelState state : List.copyOf(kept)) {
            if (useOf(state).isEmpty()) {
                kept.remove(state);
                add(
                        Advice.Action.UNPIN,
                        state,
                        "nobody has asked for it"
                                + size(state).map(size -> "; it takes " + size).orElse(""));
            }
        }
    }

    private void pin() {
        List<ModelState> wanted =
                states.stream()
                        .filter(one -> !one.pinned() && isAskedForAllDay(one))
                        .sorted(
                                Comparator.comparingLong((ModelState one) -> useOf(one).hours())
                                        .reversed())
                        .toList();
        for (ModelState state : wanted) {
            if (fits(state)) {
                kept.add(state);
                add(
                        Advice.Action.PIN,
                        state,
                        "asked for in %d of %d hours; %s of %s would be pinned then"
                                .formatted(
                                        useOf(state).hours(),
                                        use.hours(),
                                        memory(kept),
                                        limits.memory()));
            }
        }
    }

    private FleetUse useOf(ModelState state) {
        return use.of(PoolBackend.NAME, state.model().name());
    }

    private boolean isAskedForAllDay(ModelState state) {
        long hours = useOf(state).hours();
        return hours >= LEAST_HOURS && hours * 2 >= use.hours() && size(state).isPresent();
    }

    /** Returns true if a model can stay, and any of the others still be loaded beside it. */
    private boolean fits(ModelState more) {
        List<ModelState> then = new ArrayList<>(kept);
        then.add(more);
        Footprint memory = memory(then);
        List<ModelState> others = states.stream().filter(one -> !then.contains(one)).toList();
        boolean room = then.size() + (others.isEmpty() ? 0 : 1) <= limits.models();
        return room
                && memory.fitsIn(limits.memory())
                && others.stream()
                        .map(PoolAdvisor::size)
                        .flatMap(Optional::stream)
                        .allMatch(size -> memory.plus(size).fitsIn(limits.memory()));
    }

    private static Footprint memory(List<ModelState> some) {
        return some.stream()
                .map(PoolAdvisor::size)
                .flatMap(Optional::stream)
                .reduce(Footprint.NONE, Footprint::plus);
    }

    private static Optional<Footprint> size(ModelState state) {
        return state.memory().or(state::expected);
    }

    private void add(Advice.Action action, ModelState state, String reason) {
        advice.add(new Advice(action, state.model().name(), PoolBackend.NAME, reason));
    }
}
