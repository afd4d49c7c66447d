package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.domain.chat.Dialect;

/** The codecs of the dialects that backends speak. */
public record Codecs(BackendCodec openAi, BackendCodec ollama) {

    BackendCodec of(Dialect dialect) {
        return dialect.equals(Dialect.OLLAMA) ? ollama : openAi;
    }
}
