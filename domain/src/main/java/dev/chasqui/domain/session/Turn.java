package dev.chasqui.domain.session;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.reply.Usage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question and its answer, as their user saw both.
 *
 * @param asked the messages of the client, without instructions; commands are in them
 * @param answered the messages of the answer; empty if a cut reply had none
 * @param model the model that the client asked for
 * @param at the time of the question
 * @param usage the tokens that were used; empty if they are not known
 * @param cut true if the reply broke off, or its client left before its end
 */
public record Turn(
        List<Message> asked,
        List<Message> answered,
        String model,
        Instant at,
        Optional<Usage> usage,
        boolean cut) {
    /** Copies the lists. */
    public Turn {
        asked = List.copyOf(asked);
        answered = List.copyOf(answered);
    }

    /** Returns the number of its messages. */
    public int size() {
        return asked.size() + answered.size();
    }
}
