package dev.chasqui.application.routing;

import dev.chasqui.application.routing.affinity.ConversationMarks;
import dev.chasqui.application.routing.affinity.WarmBackends;

import org.jspecify.annotations.Nullable;

/**
 * The part of a request that a backend may have read before.
 *
 * @param conversation the mark of its conversation with its model; 0 for none
 * @param warm the backend that has answered it last; null if none is known
 * @param instructions the mark of its long instructions with its model; 0 for none
 */
record Familiarity(long conversation, @Nullable String warm, long instructions) {
    /** That of a request for which it does not count. */
    static final Familiarity NONE = new Familiarity(0, null, 0);

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /**
     * Returns that of a request.
     *
     * @param model the name by which backends list its model
     */
    static Familiarity of(ConversationMarks marks, String model, WarmBackends warm) {
        long conversation = marks.conversation();
        long instructions = marks.instructions();
        if (conversation == 0 && instructions == 0) {
            return NONE;
        }
        long salt = SPREAD * model.hashCode();
        long known = conversation == 0 ? 0 : conversation ^ salt;
        return new Familiarity(
                known,
                known == 0 ? null : warm.of(known),
                instructions == 0 ? 0 : instructions ^ salt);
    }
}
