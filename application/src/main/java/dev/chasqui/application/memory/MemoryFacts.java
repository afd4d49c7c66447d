package dev.chasqui.application.memory;

import dev.chasqui.application.port.memory.Fact;
import dev.chasqui.application.port.memory.FactStore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts in memory, for a server without a database. Safe for use by several threads. */
public final class MemoryFacts implements FactStore {
    private final Map<String, List<Fact>> owners = new HashMap<>();

    @Override
    public synchronized Optional<Fact> add(
            String owner, String text, List<Float> vector, Instant at) {
        List<Fact> facts = owners.computeIfAbsent(owner, _ -> new ArrayList<>());
        Optional<Fact> known = facts.stream().filter(fact -> fact.text().equals(text)).findFirst();
        if (known.isPresent() || facts.size() >= Fact.MOST) {
            return known;
        }
        Fact added = new Fact(facts.isEmpty() ? 1 : facts.getLast().number() + 1, at, text, vector);
        facts.add(added);
        return Optional.of(added);
    }

    @Override
    public synchronized List<Fact> facts(String owner) {
        return List.copyOf(owners.getOrDefault(owner, List.of()));
    }

    @Override
    public synchronized boolean remove(String owner, long number) {
        List<Fact> facts = owners.getOrDefault(owner, new ArrayList<>());
        boolean removed = facts.removeIf(fact -> fact.number() == number);
        if (facts.isEmpty()) {
            owners.remove(owner);
        }
        return removed;
    }

    @Override
    public synchronized long forget(String owner) {
        List<Fact> facts = owners.remove(owner);
        return facts == null ? 0 : facts.size();
    }
}
