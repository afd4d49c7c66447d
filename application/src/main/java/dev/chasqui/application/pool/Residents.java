package dev.chasqui.application.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All models of a pool by their names, and those that are retired: models that were removed, or
 * whose recipe has changed, of which something is left.
 *
 * <p>Of one name there may be several, but one process at most, and one thing at most that may end
 * before it was ever ready. So what is told of a name can only mean one of them. Used by one
 * thread.
 */
final class Residents {
    private final Map<String, Resident> named = new LinkedHashMap<>();
    private final List<Resident> retired = new ArrayList<>();

    /** These and those, made when they change: every event asks for them. */
    private List<Resident> all;

    /** No run of a model that is retired, or was, has a higher number. */
    private long lastRun;

    /**
     * @throws IllegalArgumentException if a model is named twice
     */
    Residents(Collection<PooledModel> models) {
        requireUnique(models);
        models.forEach(model -> named.put(model.name(), new Resident(model)));
        all = both();
    }

    private static void requireUnique(Collection<PooledModel> models) {
        Map<String, PooledModel> seen = new LinkedHashMap<>();
        for (PooledModel model : models) {
            if (seen.put(model.name(), model) != null) {
                throw new IllegalArgumentException("model '" + model.name() + "' is named twice");
            }
        }
    }

    /**
     * Makes these the models of the pool, in their order. One that is the same as before keeps its
     * server and its state.
     *
     * @return what has changed; all that is retired is to be ended
     * @throws IllegalArgumentException if a model is named twice; nothing has changed then
     */
    PoolChange change(Collection<PooledModel> models) {
        requireUnique(models);
        Map<String, Resident> before = new LinkedHashMap<>(named);
        named.clear();
        List<String> added = new ArrayList<>();
        List<String> renewed = new ArrayList<>();
        List<String> adjusted = new ArrayList<>();
        for (PooledModel model : models) {
            Optional<Resident> old = Optional.ofNullable(before.remove(model.name()));
            if (old.isEmpty()) {
                added.add(model.name());
            } else if (!old.get().model().isSameAs(model)) {
                renewed.add(model.name());
            } else if (!old.get().model().equals(model)) {
                adjusted.add(model.name());
            }
            named.put(model.name(), changed(model, old));
        }
        List<String> removed = List.copyOf(before.keySet());
        before.values().forEach(one -> retire(one, "it was removed"));
        all = both();
        return new PoolChange(added, renewed, adjusted, removed);
    }

    private Resident changed(PooledModel model, Optional<Resident> before) {
        if (before.isPresent() && before.get().model().isSameAs(model)) {
            before.get().configure(model);
            return before.get();
        }
        before.ifPresent(one -> retire(one, "its recipe has changed"));
        Optional<Resident> back =
                retired.stream()
                        .filter(one -> one.ready() && one.model().isSameAs(model))
                        .findAny();
        if (back.isPresent()) {
            retired.remove(back.get());
            back.get().reinstate(model, before);
            return back.get();
        }
        return Resident.successor(model, before, lastRun);
    }

    private void retire(Resident one, String why) {
        one.retire(why);
        lastRun = Math.max(lastRun, one.run());
        retired.add(one);
    }

    /** Forgets those of which nothing is left. */
    void forgetGone() {
        if (retired.removeIf(Resident::gone)) {
            all = both();
        }
    }

    private List<Resident> both() {
        return Stream.concat(named.values().stream(), retired.stream()).toList();
    }

    /** The models of the pool, in the order in which they were named. */
    Collection<Resident> named() {
        return named.values();
    }

    Collection<Resident> retired() {
        return List.copyOf(retired);
    }

    /** The models of the pool, and then those that are retired. */
    List<Resident> all() {
        return all;
    }

    /** The model of the pool that has this name. */
    Optional<Resident> named(String name) {
        return Optional.ofNullable(named.get(name));
    }

    /**
     * The model of the pool that has this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    Resident required(String name) {
        Resident one = named.get(name);
        if (one == null) {
            throw new IllegalArgumentException("there is no model '" + name + "' in the pool");
        }
        return one;
    }

    /** The one whose process it is. */
    Optional<Resident> withProcess(String name) {
        return retired(name, Resident::present).or(() -> named(name).filter(Resident::present));
    }

    /** The one that is being prepared or loaded, or that was until it was told to end. */
    Optional<Resident> unready(String name) {
        return retired(name, Resident::unfinished)
                .or(() -> named(name).filter(one -> one.preparing() || one.loading()));
    }

    /** The one that a lease is of; empty if its run is over. */
    Optional<Resident> ofRun(String name, long run) {
        Predicate<Resident> meant = one -> one.run() == run && one.leases() > 0;
        return retired(name, meant).or(() -> named(name).filter(meant));
    }

    /** Whether the process of an earlier recipe has to go before this one may be started. */
    boolean hasProcessBefore(Resident next) {
        return retired(next.name(), Resident::present).isPresent();
    }

    /** Whether something earlier has to end before this one may be prepared. */
    boolean hasUnfinishedBefore(Resident next) {
        return retired(next.name(), Resident::unfinished).isPresent();
    }

    private Optional<Resident> retired(String name, Predicate<Resident> which) {
        return retired.isEmpty()
                ? Optional.empty()
                : retired.stream()
                        .filter(one -> one.name().equals(name) && which.test(one))
                        .findFirst();
    }

    /** What each one is doing: under each name what there is a process of, else what will be. */
    List<ModelState> states(Queue queue) {
        Stream<ModelState> here = named.values().stream().map(one -> state(one, queue));
        Stream<ModelState> removed =
                retired.stream()
                        .filter(one -> one.present() && !named.containsKey(one.name()))
                        .map(one -> ModelState.of(one, false, true, 0));
        return Stream.concat(here, removed).toList();
    }

    ModelState state(Resident one, Queue queue) {
        Resident shown = retired(one.name(), Resident::present).orElse(one);
        int waiting = queue.waitingFor(one.name()).size();
        return ModelState.of(shown, one.pinned(), false, waiting);
    }
}
