package dev.chasqui.application.port.exchange;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.model.Zone;

import java.util.List;
import java.util.Optional;

/**
 * The facts by which an exchange is entered into the ledger.
 *
 * @param identity the user, key and teams by which it is counted
 * @param kind the kind of request; empty if it did not get that far, or was no request to a model
 * @param zone the zone of the backend that answered, {@link Zone#OPEN} if one of several is in it;
 *     if none answered, that of the one that was asked last; empty if none was asked
 * @param bytesIn the bytes of the request's body that were read, unpacked
 * @param bytesOut the bytes of the answer's body that were sent, before they were packed
 * @param spent the tokens, images and audio of each model; empty if they are not known
 * @param content the text; empty unless a listener {@linkplain ExchangeListener#wantsContent wants}
 *     it
 */
public record ExchangeAccount(
        Caller.Identity identity,
        Optional<RequestKind> kind,
        Optional<Zone> zone,
        long bytesIn,
        long bytesOut,
        List<ModelUsage> spent,
        Optional<ExchangeContent> content) {
    /** The account of an exchange of which nothing is known. */
    public static final ExchangeAccount NONE =
            new ExchangeAccount(
                    Caller.Identity.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    0,
                    List.of(),
                    Optional.empty());

    public ExchangeAccount {
        spent = List.copyOf(spent);
    }
}
