package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.ollama.OllamaServerDialect;
import dev.chasqui.adapters.dialects.openai.OpenAiServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;

import java.util.Optional;

/** What a config may say about the dialect of a backend. */
enum ServerType {
    OPENAI,
    OLLAMA,
    AUTO;

    /** The dialects as they are. */
    static final ServerDialects REAL =
            ServerDialects.of(new OllamaServerDialect(), new OpenAiServerDialect());

    /** The dialects whose chats are the {@link LineCodec}'s. */
    static final ServerDialects LINES =
            ServerDialects.of(
                    new OllamaServerDialect(new LineCodec()),
                    new OpenAiServerDialect(new LineCodec()));

    /** The dialect of this type, whose chats are lines. */
    Optional<ServerDialect> ofLines() {
        return LINES.named(name());
    }

    /** The dialect of this type as it is. */
    Optional<ServerDialect> real() {
        return REAL.named(name());
    }
}
