package dev.chasqui.bootstrap.clients;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;

/**
 * A backend that plays what a real server of one model, {@code tiny}, was recorded to say.
 *
 * <p>It calls {@code get_weather} where the request has tools, thinks where the text says {@code
 * [[think]]}, and else greets.
 */
public enum RealServer {
    LLAMA_SERVER("openai") {
        @Override
        public FakeBackend start() {
            return FakeOpenAi.start("tiny")
                    .on("POST", "/v1/chat/completions", replies("llama-server"));
        }
    },
    OLLAMA("ollama") {
        @Override
        public FakeBackend start() {
            return FakeOllama.start("tiny:latest").on("POST", "/api/chat", replies("ollama"));
        }
    };

    private final String type;

    RealServer(String type) {
        this.type = type;
    }

    /** What the config calls it. */
    public String type() {
        return type;
    }

    /** Starts one on a free port. */
    public abstract FakeBackend start();

    private static Answer replies(String folder) {
        return (request, reply) -> {
            String body = request.text();
            String what = folder + "/chat";
            if (body.contains("\"tools\":[{")) {
                what += "-tools";
            } else if (body.contains("[[think]]")) {
                what += "-think";
            }
            if (body.replace(" ", "").contains("\"stream\":true")) {
                what += "-stream";
            }
            Answer.play(what).write(request, reply);
        };
    }
}
