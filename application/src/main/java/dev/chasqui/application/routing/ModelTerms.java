package dev.chasqui.application.routing;

import dev.chasqui.application.routing.hedge.HedgeRule;
import dev.chasqui.application.routing.queue.AwaitedPlace;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * The terms of one request to a model: those of the name that was asked for and those of the model
 * itself, found once for a route. The lists of backends and the bounds of all of them hold; for an
 * order, a weight or a strategy the first that has one decides. Immutable.
 *
 * @param all the terms, those of the name that was asked for first; none if nothing is counted
 * @param turn a number that differs from that of the request before by one
 */
record ModelTerms(List<ModelTerm> all, long turn) {
    /** The terms of a model of which nothing is counted. */
    static final ModelTerms NONE = new ModelTerms(List.of(), 0);

    ModelTerms {
        all = List.copyOf(all);
    }

    /** Returns the reason why a backend may not answer; null if it may. */
    DropReason.@Nullable NotListed notListed(String backend) {
        for (ModelTerm term : all) {
            List<String> listed = term.rule().backends();
            if (!listed.isEmpty() && !listed.contains(backend)) {
                return new DropReason.NotListed(term.name());
            }
        }
        return null;
    }

    /** Returns the reason why no backend may answer; null if there is none. */
    DropReason.@Nullable ModelFull full() {
        for (ModelTerm term : all) {
            if (term.isFull()) {
                return new DropReason.ModelFull(
                        term.name(), term.rule().maxConcurrency().getAsInt());
            }
        }
        return null;
    }

    /** Adds the things of which a call takes a place. */
    void addPlaces(List<AwaitedPlace> to) {
        for (ModelTerm term : all) {
            if (term.rule().maxConcurrency().isPresent()) {
                to.add(
                        new PlaceOfCalls(
                                term.load().calls(), term.rule().maxConcurrency().getAsInt()));
            }
        }
    }

    /** Returns the backends in the order that a rule gives them; empty if none does. */
    List<String> order() {
        for (ModelTerm term : all) {
            if (!term.rule().backends().isEmpty()) {
                return term.rule().backends();
            }
        }
        return List.of();
    }

    double weight(BackendFacts facts) {
        for (ModelTerm term : all) {
            Double own = term.rule().weights().get(facts.name());
            if (own != null) {
                return own;
            }
        }
        return facts.rule().weight();
    }

    Optional<Strategy> strategy() {
        for (ModelTerm term : all) {
            if (term.rule().strategy().isPresent()) {
                return term.rule().strategy();
            }
        }
        return Optional.empty();
    }

    /** Returns the rule for a second backend; empty if none says anything of it. */
    Optional<HedgeRule> hedge() {
        for (ModelTerm term : all) {
            if (!term.rule().hedge().equals(HedgeRule.NONE)) {
                return Optional.of(term.rule().hedge());
            }
        }
        return Optional.empty();
    }

    Optional<Boolean> affinity() {
        for (ModelTerm term : all) {
            if (term.rule().affinity().isPresent()) {
                return term.rule().affinity();
            }
        }
        return Optional.empty();
    }

    /** Begins a call, if each of the names may get one more. */
    boolean enter() {
        for (int i = 0; i < all.size(); i++) {
            ModelTerm term = all.get(i);
            if (!term.load().calls().enter(term.rule().maxConcurrency())) {
                leave(i);
                return false;
            }
        }
        return true;
    }

    void leave() {
        leave(all.size());
    }

    private void leave(int first) {
        for (int i = 0; i < first; i++) {
            all.get(i).load().calls().leave();
        }
    }
}
