package dev.chasqui.bootstrap.clients;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;

import java.util.List;

/**
 * A backend with the recorded answers of a real server of one model, {@code tiny}.
 *
 * <p>It calls {@code get_weather} if the request has tools and no result of one yet, reasons if the
 * text contains {@code [[think]]}, breaks off midway if it contains {@code [[long]]}, and otherwise
 * greets.
 */
public enum RealServer {
    LLAMA_SERVER("openai", "/v1/chat/completions", "llama-server/", "-stream-cut") {
        @Override
        public FakeBackend start() {
            return FakeOpenAi.start("tiny")
                    .on("GET", "/v1/models", Answer.play("llama-server/models"))
                    .on("POST", chatPath(), replies("chat"));
        }

        @Override
        Answer saying(String text) {
            return FakeOpenAi.chat(text);
        }
    },
    OLLAMA("ollama", "/api/chat", "ollama/", "-stream-runner-dies") {
        @Override
        public FakeBackend start() {
            return FakeOllama.start("tiny:latest")
                    .on("GET", "/api/ps", Answer.play("ollama/ps-loaded"))
                    .on("POST", chatPath(), replies("chat"))
                    .on("POST", "/api/generate", replies("generate"));
        }

        @Override
        Answer saying(String text) {
            return FakeOllama.chat(text);
        }
    };

    private final String type;
    private final String chatPath;
    private final String folder;
    private final String death;

    RealServer(String type, String chatPath, String folder, String death) {
        this.type = type;
        this.chatPath = chatPath;
        this.folder = folder;
        this.death = death;
    }

    /** Returns its type in the config. */
    public String type() {
        return type;
    }

    /** Returns the path of its chat. */
    String chatPath() {
        return chatPath;
    }

    /** Returns the list of its loaded models. */
    List<String> loaded() {
        return List.of("tiny:latest");
    }

    /** Starts a backend on a free port. */
    public abstract FakeBackend start();

    /** Returns its answer, streamed or whole, for a fixed text. */
    abstract Answer saying(String text);

    /**
     * Returns the recorded answer to each request.
     *
     * @param what the prefix of the recordings' names
     */
    Answer replies(String what) {
        return Answer.choose(
                request ->
                        Answer.play(folder + what + whatItAsksFor(withoutSpace(request.text()))));
    }

    private String whatItAsksFor(String request) {
        if (request.contains("[[long]]")) {
            return death;
        }
        if (request.contains("\"role\":\"tool\"")) {
            return "-tool-result";
        }
        String asked = "";
        if (request.contains("\"tools\":[{")) {
            asked = "-tools";
        } else if (request.contains("[[think]]")) {
            asked = "-think";
        }
        return request.contains("\"stream\":true") ? asked + "-stream" : asked;
    }

    /** Some clients send their JSON with white space. */
    static String withoutSpace(String json) {
        return json.replaceAll("\\s", "");
    }
}
