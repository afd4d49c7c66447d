package dev.chasqui.adapters.dialects.infer;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.chat.Dialect;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The dialect of {@code /infer} for clients. */
public final class InferClientDialect implements ClientDialect {
    private static final String PATH = "/infer";

    private final InferCodec codec;

    /**
     * @param clock tells when an answer is there
     */
    public InferClientDialect(InstantSource clock) {
        codec = new InferCodec(clock);
    }

    @Override
    public Dialect dialect() {
        return InferSource.DIALECT;
    }

    @Override
    public ErrorStyle errors() {
        return InferErrorStyle.INSTANCE;
    }

    @Override
    public List<ClientPath> paths() {
        return List.of(new ClientPath.Deferrable(PATH, codec));
    }

    @Override
    public Optional<String> basePath() {
        return Optional.of(PATH);
    }
}
