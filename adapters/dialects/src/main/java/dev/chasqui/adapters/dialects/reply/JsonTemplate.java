package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON text in which only some strings change from piece to piece of a stream, so that the rest
 * is encoded only once. Immutable.
 *
 * @param parts the texts before, between and after these strings
 */
public record JsonTemplate(List<String> parts) {
    private static final String EMPTY = "\"\"";

    /**
     * Makes a template from a sample.
     *
     * @param members the members whose values change, in their order in the sample, in which each
     *     is the empty string
     */
    public static JsonTemplate of(String sample, String... members) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (String member : members) {
            // These characters cannot stand within a string, which would escape the quotes.
            String empty = Json.of(member) + ":" + EMPTY;
            int to = sample.indexOf(empty, from) + empty.length();
            parts.add(sample.substring(from, to - EMPTY.length()));
            from = to;
        }
        parts.add(sample.substring(from));
        return new JsonTemplate(parts);
    }

    /** Returns the text with these strings in UTF-8. */
    public byte[] fill(String... values) {
        StringBuilder text = new StringBuilder(256);
        for (int i = 0; i < values.length; i++) {
            text.append(parts.get(i)).append(Json.of(values[i]));
        }
        return text.append(parts.getLast()).toString().getBytes(StandardCharsets.UTF_8);
    }
}
