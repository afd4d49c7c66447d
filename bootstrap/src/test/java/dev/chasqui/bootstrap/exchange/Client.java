package dev.chasqui.bootstrap.exchange;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;

import java.io.IOException;

/** A dialect for requests to the model {@code tiny}. */
enum Client {
    OPENAI("/v1/chat/completions"),
    OLLAMA("/api/chat");

    private final String path;

    Client(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /** Returns the answers of a backend of this dialect that always gives the same text. */
    Answer saying(String text) {
        return switch (this) {
            case OPENAI -> FakeOpenAi.chat(text);
            case OLLAMA -> FakeOllama.chat(text);
        };
    }

    /**
     * Returns a request in this dialect.
     *
     * @param members further top-level members, each as {@code "name":value}
     */
    static String question(String text, boolean stream, String... members) {
        return conversation(
                "[{\"role\":\"user\",\"content\":\"%s\"}]".formatted(text), stream, members);
    }

    /** Returns a body with these messages. */
    static String conversation(String messages, boolean stream, String... members) {
        String more = members.length == 0 ? "" : "," + String.join(",", members);
        return "{\"model\":\"tiny\",\"messages\":%s,\"stream\":%b%s}"
                .formatted(messages, stream, more);
    }

    /** Sends a body on a connection of its own, and reads the whole answer. */
    Reply ask(int port, String body, Header... headers) throws IOException {
        return new Reply(this, RawHttp.post(port, path, body, headers));
    }
}
