package dev.chasqui.application.limits;

import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.exchange.LimitState;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;

/**
 * The permit of a request that is not counted, unless a model with limits stands in. Safe for use
 * by several threads.
 */
final class FreePermit implements Permit {
    private final Caller caller;
    private final LimitCounts counts;
    private final StandInLimits standIns;
    private volatile Optional<Usage> used = Optional.of(Usage.of(0, 0));

    FreePermit(Caller caller, LimitCounts counts, StandInLimits standIns) {
        this.caller = caller;
        this.counts = counts;
        this.standIns = standIns;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public CommandRights rights() {
        return CommandRights.of(caller.agents());
    }

    @Override
    public void used(Optional<Usage> usage, List<ModelUsage> byModel) {
        used = usage;
    }

    @Override
    public void standsIn(String name) {
        standIns.take(name);
    }

    @Override
    public Optional<LimitState> state() {
        List<LimitedScope> limited = standIns.limited();
        return limited.isEmpty() ? Optional.empty() : Optional.of(counts.state(limited));
    }

    @Override
    public void close() {
        standIns.end(used.map(LimitedPermit::total).orElseGet(standIns::estimatedPrompt));
    }
}
