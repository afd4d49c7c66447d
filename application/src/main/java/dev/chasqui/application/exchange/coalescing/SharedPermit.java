package dev.chasqui.application.exchange.coalescing;

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
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The rights of a question that several requests wait for: those of one of them. It counts nothing,
 * since each request has a permit of its own. Safe for use by several threads.
 *
 * @param caller the caller of the request that asks the question
 * @param present returns the permit of a request that waits; empty if it has none; with {@code
 *     Cancelled} if no request waits
 */
record SharedPermit(Caller caller, Supplier<Optional<Permit>> present) implements Permit {

    @Override
    public CommandRights rights() {
        return CommandRights.of(caller.agents());
    }

    @Override
    public void used(Optional<Usage> usage, List<ModelUsage> byModel) {}

    @Override
    public void asksFor(String name) {
        check(by -> by.asksFor(name));
    }

    @Override
    public void asks(String backend, String model, Zone zone) {
        check(by -> by.asks(backend, model, zone));
    }

    @Override
    public void standsIn(String name) {
        check(by -> by.standsIn(name));
    }

    /** Checks a permit; if its request leaves meanwhile, that of the next one. */
    private void check(Consumer<Permit> check) {
        while (true) {
            Optional<Permit> by = present.get();
            try {
                by.ifPresent(check);
                return;
            } catch (FailureException e) {
                if (!(e.failure() instanceof Failure.Cancelled) || by.equals(present.get())) {
                    throw e;
                }
            }
        }
    }

    @Override
    public boolean prefersRestricted() {
        return is(Permit::prefersRestricted);
    }

    @Override
    public boolean mayReach(Zone zone) {
        return !is(by -> !by.mayReach(zone));
    }

    @Override
    public boolean boundsZones() {
        return is(Permit::boundsZones);
    }

    private boolean is(Predicate<Permit> rule) {
        return present.get().filter(rule).isPresent();
    }

    @Override
    public boolean isCounted() {
        return true;
    }

    @Override
    public void close() {}
}
