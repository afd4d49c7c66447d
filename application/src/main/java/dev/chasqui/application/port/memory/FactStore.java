package dev.chasqui.application.port.memory;

import dev.chasqui.application.port.personal.PersonalData;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The facts that users asked the server to remember, at most {@link Fact#MOST} of each. Calls may
 * wait, at most for a bounded time. Every method throws {@link
 * dev.chasqui.domain.failure.FailureException} with {@code StoreAway} if the store cannot be used
 * now. Safe for use by several threads.
 */
public interface FactStore extends PersonalData {

    /**
     * Adds a fact; it is stored when this returns. A text that the owner has told before is that
     * earlier fact.
     *
     * @param text at most {@link Fact#LONGEST} characters
     * @param vector the embedding of the text; empty if there is none
     * @return the fact; empty if the owner has as many as are kept
     */
    Optional<Fact> add(String owner, String text, List<Float> vector, Instant at);

    /** Returns the facts of an owner, the oldest first. */
    List<Fact> facts(String owner);

    /** Removes a fact; returns false if there is none of this number. */
    boolean remove(String owner, long number);

    @Override
    default String kind() {
        return "facts";
    }

    @Override
    default void export(String owner, Receiver receiver) throws IOException {
        for (Fact fact : facts(owner)) {
            receiver.take(fact.json());
        }
    }
}
