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
 * All models of a pool by their names, and the retired ones: models that were removed, or whose
 * recipe has changed, and of which something is left.
 *
 * <p>Several residents may have one name. But at most one of them has a process, and at most one
 * has a preparation or start that may end before it was ready. So an event for a name belongs to
 * one of them only. Used by one thread.
 */
final class Residents {
    private final Map<String, Resident> named = new LinkedHashMap<>();
    private final List<Resident> retired = new ArrayList<>();

    /** The named and the retired ones, joined when they change: every event needs this list. */
    private List<Resident> all;

    /** The highest number of a run of a model that is or was retired. */
    private long lastRun;

    /**
     * @throws IllegalArgumentException if a model is named twice
     */
    Residents(Collection<PooledModel> models) {
        requireUnique(models);
        models.forEach(model -> named.put(model.name(), new Resident(model)));
        all = joined();
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
     * Makes these the models of the pool, in their order. A model that is the same as before keeps
     * its server and its state.
     *
     * @return the difference; the caller must end everything that is retired
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
        all = joined();
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

    /** Forgets retired residents of which nothing is left. */
    void forgetGone() {
        if (retired.removeIf(Resident::gone)) {
            all = joined();
        }
    }

    private List<Resident> joined() {
        return Stream.concat(named.values().stream(), retired.stream()).toList();
    }

    /** Returns the models of the pool, in the order of the configuration. */
    Collection<Resident> named() {
        return named.values();
    }

    Collection<Resident> retired() {
        return List.copyOf(retired);
    }

    /** Returns the models of the pool, and then the retired ones. */
    List<Resident> all() {
        return all;
    }

    /** Returns the model of the pool with this name. */
    Optional<Resident> named(String name) {
        return Optional.ofNullable(named.get(name));
    }

    /**
     * Returns the model of the pool with this name.
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

    /** Returns the resident of this name that has a process. */
    Optional<Resident> withProcess(String name) {
        return retired(name, Resident::present).or(() -> named(name).filter(Resident::present));
    }

    /**
     * Returns the resident that is being prepared or loaded, or was so until it was told to end.
     */
    Optional<Resident> unready(String name) {
        return retired(name, Resident::unfinished)
                .or(() -> named(name).filter(one -> one.preparing() || one.loading()));
    }

    /** Returns the resident that a lease belongs to; empty if its run is over. */
    Optional<Resident> ofRun(String name, long run) {
        Predicate<Resident> meant = one -> one.run() == run && one.leases() > 0;
        return retired(name, meant).or(() -> named(name).filter(meant));
    }

    /** Returns true if the process of an earlier recipe must end before this one may be started. */
    boolean hasProcessBefore(Resident next) {
        return retired(next.name(), Resident::present).isPresent();
    }

    /** Returns true if something earlier must end before this one may be prepared. */
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

    /**
     * Returns the state of each model: under each name that of its process, else that of the next
     * one.
     */
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
