package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.ScannedBody;
import dev.chasqui.domain.chat.Dialect;

/**
 * The body that a request of an Ollama's client was decoded from.
 *
 * @param scan the positions of its values
 * @param path the path that it came to: a body that loads a model looks the same for both
 */
record OllamaSource(BodyScan scan, OllamaPath path) implements ScannedBody {
    @Override
    public Dialect dialect() {
        return Dialect.OLLAMA;
    }
}
