package dev.chasqui.application.port.registry;

import dev.chasqui.domain.model.ModelKind;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A kind of server, by the word with which people register it. */
public enum ServerKind {
    CHAT(ModelKind.CHAT, ModelKind.COMPLETION),
    EMBEDDINGS(ModelKind.EMBEDDING),
    IMAGE(ModelKind.IMAGE),
    TRANSCRIBE(ModelKind.TRANSCRIPTION),
    /** Transcription into another language, which models of transcription do. */
    TRANSLATE(ModelKind.TRANSCRIPTION),
    TTS(ModelKind.SPEECH),
    RERANK(ModelKind.RERANK),
    MODERATION(ModelKind.MODERATION);

    /** The words of all kinds, for messages. */
    public static final String WORDS =
            Arrays.stream(values()).map(ServerKind::word).collect(Collectors.joining(", "));

    // The list is a copy, which the checker cannot know.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<ModelKind> answers;

    ServerKind(ModelKind... answers) {
        this.answers = List.of(answers);
    }

    /** Returns its word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kinds of requests that such a server answers. */
    public List<ModelKind> answers() {
        return answers;
    }

    /** Returns the kind of a word; empty if there is none. */
    public static Optional<ServerKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Returns the kinds of servers that answer some of these requests. */
    public static Set<ServerKind> answering(Set<ModelKind> requests) {
        return Arrays.stream(values())
                .filter(kind -> kind.answers.stream().anyMatch(requests::contains))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ServerKind.class)));
    }

    /** Returns the words of some kinds as a comma list. */
    public static String words(Set<ServerKind> kinds) {
        return kinds.stream().sorted().map(ServerKind::word).collect(Collectors.joining(","));
    }
}
