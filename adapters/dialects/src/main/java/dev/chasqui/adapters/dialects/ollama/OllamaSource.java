package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.ScannedBody;
import dev.chasqui.domain.chat.Dialect;

/**
 * The body that a request of an Ollama's client was decoded from.
 *
 * @param path where it was sent: a body that asks to load a model looks the same for both
 */
record OllamaSource(BodyScan scan, OllamaPath path) implements ScannedBody {
    @Override
    public Dialect dialect() {
        return Dialect.OLLAMA;
    }
}
