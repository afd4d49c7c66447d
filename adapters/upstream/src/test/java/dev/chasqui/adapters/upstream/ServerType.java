package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.ollama.OllamaServerDialect;
import dev.chasqui.adapters.dialects.openai.server.OpenAiServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;

import java.util.Optional;

/** The types of backends in a config. */
enum ServerType {
    OPENAI,
    OLLAMA,
    AUTO;

    /** The dialects of the product. */
    static final ServerDialects REAL =
            ServerDialects.of(new OllamaServerDialect(), new OpenAiServerDialect());

    /** The dialects whose chats are the {@link LineCodec}'s. */
    static final ServerDialects LINES =
            ServerDialects.of(
                    new OllamaServerDialect(new LineCodec()),
                    new OpenAiServerDialect(new LineCodec()));

    /** Returns the dialect of this type with chats in lines. */
    Optional<ServerDialect> ofLines() {
        return LINES.named(name());
    }

    /** Returns the product's dialect of this type. */
    Optional<ServerDialect> real() {
        return REAL.named(name());
    }
}
