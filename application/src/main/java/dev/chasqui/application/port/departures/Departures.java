package dev.chasqui.application.port.departures;

import java.util.List;

/**
 * The decision ledger, for the parts that send. Safe for use by several threads.
 *
 * <p>By the config, a call waits until its entry is on the disk, or goes on at once.
 */
public interface Departures {
    /** A ledger that is switched off. */
    Departures NONE =
            new Departures() {
                @Override
                public boolean isOn() {
                    return false;
                }

                @Override
                public void leaves(List<Departure> call) {}

                @Override
                public void sent(SentBody body) {}
            };

    /** Returns true if calls are entered, so that their bodies are worth hashing. */
    boolean isOn();

    /**
     * Enters a call before it is sent.
     *
     * @param call an entry for each request that the call is made for; at least one
     * @throws dev.chasqui.domain.failure.FailureException with {@code NotEntered} if it cannot be
     *     entered and the config says that nothing leaves unentered
     */
    void leaves(List<Departure> call);

    /** Enters the end of a body. What cannot be entered is counted. */
    void sent(SentBody body);
}
