package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

/**
 * The size of a request as its bytes tell it without being decoded.
 *
 * @param textBytes the bytes in UTF-8 of the texts of all messages, without escapes
 * @param numbers the members of the body that are numbers, or short texts that may be such; the
 *     bounds of the answer are among them
 * @param namesReasoning false only if no member of the body tells the model to reason
 */
public record RequestOutline(long textBytes, Json.Obj numbers, boolean namesReasoning) {}
