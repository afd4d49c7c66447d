package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Dropped;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Why;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The choice among ranked passages for a reader: each text once, documents share the places, and
 * neighbours become one passage. Used by one thread, once.
 */
final class Shaping {

    /** The most passages that become one. */
    private static final int MOST_JOINED = 4;

    /**
     * The score relative to a passage's from which a passage of another document competes with it.
     */
    private static final double COMPETES = 0.6;

    private final int places;
    private final int cap;
    private final List<Group> groups = new ArrayList<>();
    private final Map<List<String>, Integer> ofDocument = new HashMap<>();
    private final List<Shingles> texts = new ArrayList<>();
    private final List<Dropped> dropped = new ArrayList<>();

    /**
     * @param places the most passages to choose
     */
    Shaping(int places) {
        this.places = places;
        this.cap = Math.max(2, (places + 1) / 2);
    }

    /**
     * A chosen passage and those joined to it.
     *
     * @param positions the positions of all of them in their document
     */
    private record Group(Ranked best, TreeSet<Integer> positions) {

        boolean isNextTo(Passage passage) {
            return positions.size() < MOST_JOINED
                    && Joining.areOfOneSection(best.passage(), passage)
                    && (passage.position() == positions.first() - 1
                            || passage.position() == positions.last() + 1);
        }
    }

    /** Chooses among passages that are ranked best first. */
    void choose(List<Ranked> ranked) {
        List<Ranked> aside = new ArrayList<>();
        for (int i = 0; i < ranked.size() && groups.size() < places; i++) {
            Ranked each = ranked.get(i);
            if (taken(each.passage()) >= cap && competes(ranked, i)) {
                aside.add(each);
            } else {
                take(each);
            }
        }
        for (Ranked each : aside) {
            if (groups.size() < places) {
                take(each);
            } else {
                dropped.add(new Dropped(each, Why.CAP));
            }
        }
    }

    /** Returns the chosen passages, best first. */
    List<Ranked> chosen() {
        return groups.stream()
                .map(Group::best)
                .sorted(
                        (one, other) ->
                                Double.compare(other.passage().score(), one.passage().score()))
                .toList();
    }

    /** Returns the passages that were left out, or joined to others. */
    List<Dropped> dropped() {
        return List.copyOf(dropped);
    }

    private int taken(Passage passage) {
        return ofDocument.getOrDefault(document(passage), 0);
    }

    private static List<String> document(Passage passage) {
        return List.of(passage.collection(), passage.document());
    }

    /** Returns true if a document that is not at its cap has a good passage behind this index. */
    private boolean competes(List<Ranked> ranked, int index) {
        double enough = COMPETES * ranked.get(index).passage().score();
        return ranked.stream()
                .skip(index + 1L)
                .map(Ranked::passage)
                .takeWhile(other -> other.score() >= enough)
                .anyMatch(other -> taken(other) < cap);
    }

    private void take(Ranked each) {
        Passage passage = each.passage();
        Shingles shingles = Shingles.of(passage.text());
        if (texts.stream().anyMatch(shingles::areLike)) {
            dropped.add(new Dropped(each, Why.DUPLICATE));
            return;
        }
        texts.add(shingles);
        ofDocument.merge(document(passage), 1, Integer::sum);
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            if (group.isNextTo(passage)) {
                group.positions().add(passage.position());
                groups.set(
                        i,
                        new Group(
                                group.best().with(Joining.joined(group.best().passage(), passage)),
                                group.positions()));
                dropped.add(new Dropped(each, Why.JOINED));
                return;
            }
        }
        groups.add(new Group(each, new TreeSet<>(List.of(passage.position()))));
    }
}
