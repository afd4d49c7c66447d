package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON text in which only some strings change from piece to piece of a stream, so that the rest
 * of it is written once.
 *
 * @param parts what stands before, between and after these strings
 */
public record JsonTemplate(List<String> parts) {
    private static final String EMPTY = "\"\"";

    /**
     * Cuts a sample.
     *
     * @param members whose values change, in the order in which they stand in the sample; there
     *     they are the empty string
     */
    public static JsonTemplate of(String sample, String... members) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (String member : members) {
            // With its quotes unescaped this cannot stand within a string.
            String empty = Json.of(member) + ":" + EMPTY;
            int to = sample.indexOf(empty, from) + empty.length();
            parts.add(sample.substring(from, to - EMPTY.length()));
            from = to;
        }
        parts.add(sample.substring(from));
        return new JsonTemplate(parts);
    }

    /** The text with these strings, in UTF-8. */
    public byte[] fill(String... values) {
        StringBuilder text = new StringBuilder(256);
        for (int i = 0; i < values.length; i++) {
            text.append(parts.get(i)).append(Json.of(values[i]));
        }
        return text.append(parts.getLast()).toString().getBytes(StandardCharsets.UTF_8);
    }
}
