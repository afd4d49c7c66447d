package dev.chasqui.application.responses;

import dev.chasqui.application.port.responses.ConversationStore;
import dev.chasqui.application.port.responses.ResponseRules;
import dev.chasqui.application.port.responses.ResponseStore;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * All that is kept of the Responses API. It lives as long as the process. Safe for use by several
 * threads.
 */
public final class Responses implements AutoCloseable {
    /** The divisor of the heap that yields the memory of requests in the background. */
    private static final int HEAP_DIVISOR = 8;

    private final StoredResponses stored;
    private final StoredConversations conversations;
    private final BackgroundRuns background;
    private final ResponseUpkeep upkeep;
    private volatile ResponseRules rules;

    /**
     * @param begun returns true if there is a store; one that is not there yet is made by the first
     *     response
     * @param alone true if no other server uses the store
     */
    public Responses(
            ResponseStore store,
            ConversationStore talks,
            ResponseRules rules,
            BooleanSupplier begun,
            boolean alone,
            InstantSource clock) {
        this.rules = rules;
        background =
                new BackgroundRuns(
                        rules.running(),
                        rules.waiting(),
                        Runtime.getRuntime().maxMemory() / HEAP_DIVISOR);
        stored = new StoredResponses(store, this::rules, background);
        conversations = new StoredConversations(talks, clock);
        upkeep = new ResponseUpkeep(store, background, this::rules, begun, alone, clock);
    }

    private ResponseRules rules() {
        return rules;
    }

    /** Takes over changed rules. */
    public void change(ResponseRules next) {
        rules = next;
        background.change(next.running(), next.waiting());
    }

    /** Returns the responses. */
    public StoredResponses stored() {
        return stored;
    }

    /** Returns the conversations. */
    public StoredConversations conversations() {
        return conversations;
    }

    /** Returns the responses that run without their clients. */
    public BackgroundRuns background() {
        return background;
    }

    /** Ends the regular work; what runs in the background was stopped before. */
    @Override
    public void close() {
        upkeep.close();
    }
}
