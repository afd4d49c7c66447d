package dev.chasqui.domain.response;

import dev.chasqui.domain.json.Json;

import java.time.Instant;

/**
 * A conversation that is kept; its items are read by pages.
 *
 * @param id its id, which begins with {@code conv_}
 * @param owner the name of its caller, the only one who may read it
 * @param created the time when it was made
 * @param metadata the words of its caller about it
 */
public record StoredConversation(String id, String owner, Instant created, Json.Obj metadata) {}
