package dev.chasqui.application.limits;

import dev.chasqui.application.budgets.BudgetHold;
import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.exchange.LimitState;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The permit of a request that is counted. Safe for use by several threads. */
final class LimitedPermit implements Permit {
    private final Caller caller;
    private final LimitCounts counts;
    private final List<LimitedScope> scopes;
    private final LimitCounts.Taken taken;
    private final long estimatedPrompt;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final @Nullable BudgetHold money;
    private final StandInLimits standIns;
    private volatile Optional<Usage> used = Optional.of(Usage.of(0, 0));
    private volatile List<ModelUsage> parts = List.of();

    LimitedPermit(
            Caller caller,
            LimitCounts counts,
            List<LimitedScope> scopes,
            LimitCounts.Taken taken,
            @Nullable TokenEstimate estimate,
            @Nullable BudgetHold money,
            StandInLimits standIns) {
        this.caller = caller;
        this.counts = counts;
        this.scopes = scopes;
        this.taken = taken;
        this.money = money;
        this.standIns = standIns;
        estimatedPrompt = estimate == null ? 0 : estimate.prompt();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public CommandRights rights() {
        return CommandRights.of(caller.agents());
    }

    /** {@inheritDoc} A usage that is not known counts as the estimate of the request's text. */
    @Override
    public void used(Optional<Usage> usage, List<ModelUsage> byModel) {
        used = usage;
        parts = byModel;
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException also with {@code Cancelled} after the end, since nothing more is
     *     counted
     */
    @Override
    public void asks(String backend, String model, Zone zone) {
        if (closed.get()) {
            throw new FailureException(new Failure.Cancelled());
        }
        if (money != null) {
            money.asks(backend, model, zone);
        }
    }

    @Override
    public void standsIn(String name) {
        standIns.take(name);
    }

    /** {@inheritDoc} They shall if the soft part of a budget is spent. */
    @Override
    public boolean prefersRestricted() {
        return money != null && money.softIsSpent();
    }

    /** A backend may tell any numbers. */
    static long total(Usage usage) {
        long sum = Math.max(0, usage.promptTokens()) + Math.max(0, usage.completionTokens());
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    @Override
    public Optional<LimitState> state() {
        List<LimitedScope> all = new ArrayList<>(scopes);
        all.addAll(standIns.limited());
        LimitState limits = counts.state(all);
        return Optional.of(
                money == null
                        ? limits
                        : new LimitState(
                                limits.requests(), limits.tokens(), Optional.of(money.state())));
    }

    @Override
    public boolean isCounted() {
        return true;
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            Optional<Usage> usage = used;
            counts.end(taken, usage.map(LimitedPermit::total).orElse(estimatedPrompt));
            standIns.end(usage.map(LimitedPermit::total).orElseGet(standIns::estimatedPrompt));
            if (money != null) {
                money.end(usage, parts);
            }
        }
    }
}
