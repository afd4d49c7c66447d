package dev.chasqui.adapters.embed;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The reader of {@code tokenizer.json}, the format in which Hugging Face's library stores a
 * tokenizer.
 */
final class TokenizerJson {
    private TokenizerJson() {}

    /**
     * Returns the pieces of the vocabulary, one a line, in the order of their ids, in UTF-8.
     *
     * @param json the content of the file; it is read to its end and closed
     * @throws IOException if the file cannot be read, has no vocabulary, or the ids are not all the
     *     numbers from 0
     */
    static InputStream vocabulary(InputStream json) throws IOException {
        try (json) {
            if (JsonReader.read(json.readAllBytes()) instanceof Json.Obj file
                    && file.get("model").orElse(Json.Null.NULL) instanceof Json.Obj model
                    && model.get("vocab").orElse(Json.Null.NULL) instanceof Json.Obj pieces) {
                return new ByteArrayInputStream(lines(pieces.members()));
            }
        }
        throw new IOException("the tokenizer's file has no vocabulary");
    }

    private static byte[] lines(Map<String, Json> pieces) throws IOException {
        String[] byId = new String[pieces.size()];
        for (Map.Entry<String, Json> piece : pieces.entrySet()) {
            if (!(piece.getValue() instanceof Json.Num id)
                    || id.longValue() < 0
                    || id.longValue() >= byId.length) {
                throw new IOException("the vocabulary's ids have gaps");
            }
            byId[(int) id.longValue()] = piece.getKey();
        }
        return (String.join("\n", byId) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
