package dev.chasqui.application.budgets;

import dev.chasqui.application.port.callers.SpendStore;
import dev.chasqui.domain.account.Money;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A store that forgets with the process. Safe for use by several threads. */
public final class MemorySpending implements SpendStore {
    private final Map<Day, Money> days = new ConcurrentHashMap<>();

    @Override
    public List<Spent> since(LocalDate since) {
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
    public void add(Spent spent) {
        days.merge(new Day(spent.owner(), spent.day()), spent.amount(), Money::plus);
    }

    private record Day(String owner, LocalDate day) {}
}
