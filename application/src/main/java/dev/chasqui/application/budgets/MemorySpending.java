package dev.chasqui.application.budgets;

import dev.chasqui.application.port.callers.SpendStore;
import dev.chasqui.domain.account.Money;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store that forgets with the process. Safe for use by several threads. */
public final class MemorySpending implements SpendStore {
    private final Map<Day, Money> days = new HashMap<>();
    private final Map<String, Long> written = new HashMap<>();

    @Override
    public synchronized List<Spent> since(LocalDate since) {
        return days.entrySet().stream()
                .filter(entry -> !entry.getKey().day().isBefore(since))
                .map(
                        entry ->
                                new Spent(
                                        entry.getKey().owner(),
                                        entry.getKey().day(),
                                        entry.getValue()))
                .toList();
    }

    @Override
    public synchronized void add(Batch batch) {
        Long last = written.get(batch.writer());
        if (last == null || last < batch.number()) {
            written.put(batch.writer(), batch.number());
            for (Spent one : batch.amounts()) {
                days.merge(new Day(one.owner(), one.day()), one.amount(), Money::plus);
            }
        }
    }

    @Override
    public synchronized void forget(LocalDate before) {
        days.keySet().removeIf(key -> key.day().isBefore(before));
    }

    private record Day(String owner, LocalDate day) {}
}
