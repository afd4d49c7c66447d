package dev.chasqui.application.budgets;

import dev.chasqui.application.port.callers.SpendStore;
import dev.chasqui.application.port.exchange.BudgetState;
import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.failure.BudgetExceeded;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The accounts of all owners of budgets, in memory. A request reserves its money with all its
 * owners or with none, under locks that are taken in one order. Safe for use by several threads.
 */
public final class Budgets {
    private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

    private static final Comparator<Opened> BY_PLACE =
            Comparator.comparingLong(one -> one.account().place());

    private final SpendWriter spending;
    private final Supplier<PriceTable> prices;
    private final InstantSource clock;
    private final Map<String, BudgetAccount> accounts = new ConcurrentHashMap<>();
    private final AtomicLong places = new AtomicLong();

    /** The present day, kept since each request asks for it several times. */
    private volatile LocalDate today = LocalDate.EPOCH;

    /**
     * Makes accounts of which nothing is spent yet.
     *
     * @param spending is told what is spent; {@link #remember} takes what its store knows
     * @param prices returns the present prices
     */
    public Budgets(SpendWriter spending, Supplier<PriceTable> prices, InstantSource clock) {
        this.spending = spending;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * Adds what was spent before this process began; called once, when the store can be read.
     *
     * @throws FailureException with {@code StoreAway} if it cannot be read; nothing has changed
     *     then
     */
    public void remember() {
        for (SpendStore.Spent spent : spending.since(today().minusDays(BudgetPeriods.LONGEST))) {
            BudgetAccount account = account(spent.owner());
            account.lock();
            try {
                account.spend(spent.day(), spent.amount());
            } finally {
                account.unlock();
            }
        }
    }

    /** Returns the present prices. */
    PriceTable prices() {
        return prices.get();
    }

    /** The budget of an owner. */
    public record Owned(String id, String whose, Budget budget) {}

    /**
     * Returns the accounts of budgets in the order in which they are locked. Waits while the store
     * is read for the first time.
     */
    List<Opened> open(List<Owned> budgets) {
        spending.awaitFirstReading();
        List<Opened> opened = new ArrayList<>(budgets.size());
        for (Owned one : budgets) {
            opened.add(new Opened(one, account(one.id())));
        }
        opened.sort(BY_PLACE);
        return opened;
    }

    private BudgetAccount account(String id) {
        BudgetAccount known = accounts.get(id);
        return known != null
                ? known
                : accounts.computeIfAbsent(id, _ -> new BudgetAccount(places.getAndIncrement()));
    }

    /**
     * Reserves money with all accounts or with none.
     *
     * @param before what the request has reserved already, in place of which the amount is
     * @param amount the amount
     * @param cloud true if a backend outside of this network is about to be asked
     * @throws FailureException with {@code BudgetExceeded} if one does not have it and blocks
     */
    void reserve(List<Opened> opened, Money before, Money amount, boolean cloud) {
        lock(opened);
        try {
            LocalDate today = today();
            for (Opened one : opened) {
                if (blocks(one.owned().budget().hard(), cloud)
                        && !has(one, before, amount, today)) {
                    throw new FailureException(exceeded(one, today));
                }
            }
            for (Opened one : opened) {
                one.account().release(before);
                one.account().reserve(amount);
            }
        } finally {
            unlock(opened);
        }
    }

    /** Returns true if one of the budgets blocks backends outside of this network alone. */
    static boolean anyBlocksCloud(List<Opened> opened) {
        for (Opened one : opened) {
            if (one.owned().budget().hard() == Budget.Hard.BLOCK_CLOUD) {
                return true;
            }
        }
        return false;
    }

    private static boolean blocks(Budget.Hard hard, boolean cloud) {
        return switch (hard) {
            case WARN -> false;
            case BLOCK_CLOUD -> cloud;
            case BLOCK_ALL -> true;
        };
    }

    /** A request that costs nothing needs a budget that is not spent. */
    private static boolean has(Opened one, Money before, Money amount, LocalDate today) {
        Budget budget = one.owned().budget();
        Money taken =
                one.account().spent(budget.per(), today).plus(one.account().reservedBeside(before));
        return amount.nanos() == 0
                ? taken.compareTo(budget.amount()) < 0
                : taken.plus(amount).compareTo(budget.amount()) <= 0;
    }

    private BudgetExceeded exceeded(Opened one, LocalDate today) {
        Budget budget = one.owned().budget();
        Money spent = one.account().spent(budget.per(), today);
        LocalDate next = BudgetPeriods.next(budget.per(), today);
        return new BudgetExceeded(
                "the budget of %s %s per %s of %s has no money left for this request: %s is spent"
                                .formatted(
                                        budget.amount(),
                                        prices().currency(),
                                        budget.per().name().toLowerCase(Locale.ROOT),
                                        one.owned().whose(),
                                        spent)
                        + (one.account().reserved().nanos() > 0
                                ? ", and "
                                        + one.account().reserved()
                                        + " reserved for requests"
                                        + " that run"
                                : "")
                        + "; it begins anew on "
                        + next,
                Duration.between(clock.instant(), next.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    /** Ends a request: what it cost takes the place of what it had reserved. */
    void settle(List<Opened> opened, Money reserved, Money cost) {
        LocalDate today = today();
        List<SpendStore.Spent> spent = new ArrayList<>(opened.size());
        for (Opened one : opened) {
            one.account().lock();
            try {
                one.account().release(reserved);
                if (cost.nanos() > 0) {
                    one.account().spend(today, cost);
                    spent.add(new SpendStore.Spent(one.owned().id(), today, cost));
                }
            } finally {
                one.account().unlock();
            }
        }
        if (!spent.isEmpty()) {
            spending.add(spent);
        }
    }

    /** Returns the state of these budgets. */
    public BudgetState state(List<Owned> owned) {
        return stateOf(open(owned));
    }

    /** See {@link #state}. */
    BudgetState stateOf(List<Opened> opened) {
        BudgetState.Status status = BudgetState.Status.OK;
        List<String> warnings = new ArrayList<>();
        LocalDate today = today();
        for (Opened one : opened) {
            Budget budget = one.owned().budget();
            one.account().lock();
            try {
                Money spent = one.account().spent(budget.per(), today);
                if (spent.compareTo(budget.amount()) >= 0) {
                    status = BudgetState.Status.HARD;
                }
                if (spent.nanos() > 0 && spent.nanos() >= budget.soft() * budget.amount().nanos()) {
                    warnings.add(
                            "%s has spent %s of %s %s per %s"
                                    .formatted(
                                            one.owned().whose(),
                                            spent,
                                            budget.amount(),
                                            prices().currency(),
                                            budget.per().name().toLowerCase(Locale.ROOT)));
                }
            } finally {
                one.account().unlock();
            }
        }
        return new BudgetState(
                status == BudgetState.Status.OK && !warnings.isEmpty()
                        ? BudgetState.Status.SOFT
                        : status,
                warnings);
    }

    private static void lock(List<Opened> opened) {
        opened.forEach(one -> one.account().lock());
    }

    private static void unlock(List<Opened> opened) {
        opened.forEach(one -> one.account().unlock());
    }

    private LocalDate today() {
        long day = Math.floorDiv(clock.millis(), MILLIS_PER_DAY);
        LocalDate known = today;
        if (known.toEpochDay() != day) {
            known = LocalDate.ofEpochDay(day);
            today = known;
        }
        return known;
    }

    /** A budget with the account of its owner. */
    record Opened(Owned owned, BudgetAccount account) {}
}
