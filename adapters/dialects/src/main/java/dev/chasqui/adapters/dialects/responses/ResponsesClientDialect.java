package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.chat.Dialect;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's Responses API for clients. Safe for use by several threads. */
public final class ResponsesClientDialect implements ClientDialect {
    private final ResponsesCodec codec;

    /**
     * Creates the dialect.
     *
     * @param clock the clock of the ends of responses
     */
    public ResponsesClientDialect(InstantSource clock) {
        codec = new ResponsesCodec(clock);
    }

    @Override
    public Dialect dialect() {
        return Dialect.RESPONSES;
    }

    @Override
    public ErrorStyle errors() {
        return ResponseErrors.STYLE;
    }

    @Override
    public List<ClientPath> paths() {
        List<ClientPath> paths = new ArrayList<>();
        // Clients of llama-server omit the version, as that server allows.
        for (String version : List.of("/v1", "")) {
            paths.add(new ClientPath.Respond(version + "/responses", codec));
        }
        return paths;
    }
}
