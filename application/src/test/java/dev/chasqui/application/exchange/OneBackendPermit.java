package dev.chasqui.application.exchange;

import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;

/** A permit that allows the backend of one name alone. */
class OneBackendPermit implements Permit {
    private final Caller caller;
    private final String allowed;

    OneBackendPermit(Caller caller, String allowed) {
        this.caller = caller;
        this.allowed = allowed;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public CommandRights rights() {
        return CommandRights.ALL;
    }

    @Override
    public void used(Optional<Usage> usage, List<ModelUsage> byModel) {}

    @Override
    public void asks(String backend, String model, Zone zone) {
        if (!backend.equals(allowed)) {
            throw new FailureException(new Failure.Forbidden("not that one"));
        }
    }

    @Override
    public void close() {}
}
