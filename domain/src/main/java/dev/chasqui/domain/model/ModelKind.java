package dev.chasqui.domain.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of request that a model answers. */
public enum ModelKind {
    CHAT,
    COMPLETION,
    EMBEDDING,
    RERANK,
    TRANSCRIPTION,
    SPEECH,
    IMAGE,
    MODERATION;

    /** Returns the name of this kind in lists of models. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind with this name; empty if there is none. */
    static Optional<ModelKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
