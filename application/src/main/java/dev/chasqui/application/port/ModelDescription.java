package dev.chasqui.application.port;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;

/**
 * A server's description of one of its models, in the words of its dialect.
 *
 * @param dialect the dialect of the words
 * @param members the server's answer
 */
public record ModelDescription(Dialect dialect, Json.Obj members) {}
