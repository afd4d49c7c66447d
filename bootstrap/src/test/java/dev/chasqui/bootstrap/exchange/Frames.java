package dev.chasqui.bootstrap.exchange;

/** Single pieces of a backend's stream. */
final class Frames {
    private Frames() {}

    /** Returns a piece with a word that is not the last piece. */
    static String word(Client dialect, String word) {
        return switch (dialect) {
            case OPENAI ->
                    """
                    data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"tiny",\
                    "choices":[{"index":0,"delta":{"content":"%s"},"finish_reason":null}]}

                    """
                            .formatted(word);
            case OLLAMA ->
                    """
                    {"model":"tiny","created_at":"2026-11-21T00:00:00Z",\
                    "message":{"role":"assistant","content":"%s"},"done":false}
                    """
                            .formatted(word);
        };
    }

    static String contentType(Client dialect) {
        return switch (dialect) {
            case OPENAI -> "text/event-stream";
            case OLLAMA -> "application/x-ndjson";
        };
    }
}
