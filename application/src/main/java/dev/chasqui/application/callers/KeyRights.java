package dev.chasqui.application.callers;

import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.exchange.AdmissionRequest;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;

/** The admission by the rights of a caller's key alone; the number of requests is not limited. */
public final class KeyRights implements Admission {

    /** Returns the permit of a caller whose requests are not counted. */
    public static Permit of(Caller caller) {
        return new OfKey(caller);
    }

    @Override
    public Permit enter(AdmissionRequest request) {
        return of(request.caller());
    }

    private record OfKey(Caller caller) implements Permit {
        @Override
        public CommandRights rights() {
            return CommandRights.of(caller.agents());
        }

        @Override
        public void used(Optional<Usage> usage, List<ModelUsage> byModel) {}

        @Override
        public void close() {}
    }
}
