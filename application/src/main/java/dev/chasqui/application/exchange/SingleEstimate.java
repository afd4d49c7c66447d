package dev.chasqui.application.exchange;

import dev.chasqui.application.port.exchange.TokenEstimate;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** The estimate of one payload, made when it is first asked for. For use by one thread. */
final class SingleEstimate implements Supplier<TokenEstimate> {
    private final Payload<?> payload;
    private @Nullable TokenEstimate made;

    SingleEstimate(Payload<?> payload) {
        this.payload = payload;
    }

    @Override
    public TokenEstimate get() {
        TokenEstimate known = made;
        if (known == null) {
            known = payload.estimate();
            made = known;
        }
        return known;
    }
}
