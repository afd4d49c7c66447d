package dev.chasqui.application.port.exchange;

import dev.chasqui.domain.model.ModelKind;

/** A kind of request, which rules can tell apart. */
public enum RequestKind {
    /** A chat, or a prompt on which agents work. */
    CHAT,
    /** A prompt that goes past the chat template. */
    RAW,
    /** The question how many tokens a chat has. */
    COUNT,
    EMBEDDINGS,
    DECISION,
    /** A relayed completion of OpenAI's API. */
    COMPLETION,
    RERANK,
    TRANSCRIPTION,
    SPEECH,
    IMAGE,
    MODERATION,
    /** A call that is forwarded to the server of a model. */
    FORWARD,
    /** The loading of a model, or its unloading. */
    LOAD;

    /** Returns true for a request that is answered by a chat of a backend, or by several. */
    public boolean isChat() {
        return this == CHAT || this == RAW;
    }

    /** Returns the kind of a request that is relayed to a model of a kind. */
    public static RequestKind of(ModelKind kind) {
        return switch (kind) {
            case CHAT -> CHAT;
            case COMPLETION -> COMPLETION;
            case EMBEDDING -> EMBEDDINGS;
            case RERANK -> RERANK;
            case TRANSCRIPTION -> TRANSCRIPTION;
            case SPEECH -> SPEECH;
            case IMAGE -> IMAGE;
            case MODERATION -> MODERATION;
        };
    }
}
