package dev.chasqui.application.port;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;

/**
 * What a server says of one of its models, in the words of its dialect.
 *
 * @param dialect whose words they are
 * @param members the server's answer
 */
public record ModelDescription(Dialect dialect, Json.Obj members) {}
