package dev.chasqui.application.port.responses;

import dev.chasqui.domain.response.StoredConversation;
import dev.chasqui.domain.response.StoredResponse;

import java.time.Instant;

/**
 * The position of a response, or of a conversation, among those of its owner, the oldest first. It
 * holds also when that one is removed.
 *
 * @param created the time when it was made
 * @param id its id
 */
public record Position(Instant created, String id) {

    /** Returns the position of a response. */
    public static Position of(StoredResponse response) {
        return new Position(response.created(), response.id());
    }

    /** Returns the position of a conversation. */
    public static Position of(StoredConversation conversation) {
        return new Position(conversation.created(), conversation.id());
    }
}
