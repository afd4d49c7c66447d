package dev.chasqui.bootstrap.clients;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;

import java.util.List;

/**
 * A backend that plays what a real server of one model, {@code tiny}, was recorded to say.
 *
 * <p>It calls {@code get_weather} where the request has tools and no result of one yet, thinks
 * where the text says {@code [[think]]}, dies midway where it says {@code [[long]]}, and else
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

    /** What the config calls it. */
    public String type() {
        return type;
    }

    /** Where it is asked to chat. */
    String chatPath() {
        return chatPath;
    }

    /** The loaded models that it tells of. */
    List<String> loaded() {
        return List.of("tiny:latest");
    }

    /** Starts one on a free port. */
    public abstract FakeBackend start();

    /** What it answers, streamed or whole, if it always says the same. */
    abstract Answer saying(String text);

    /**
     * The recorded answer to each request.
     *
     * @param what how the names of the recordings begin
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

    /** Some clients send their JSON as people read it. */
    static String withoutSpace(String json) {
        return json.replaceAll("\\s", "");
    }
}
