package dev.chasqui.testing;

import static dev.chasqui.testing.ChatText.quoted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A backend that speaks OpenAI's dialect, as far as tests need it. */
public final class FakeOpenAi {
    private static final String HEAD =
            """
            {"id":"chatcmpl-1","created":1795229276,"model":%s,"object":"%s",\
            """;

    private FakeOpenAi() {}

    /** Starts a backend that lists the models and answers every chat with {@code Hello there!}. */
    public static FakeBackend start(String... models) {
        return FakeBackend.start()
                .on("GET", "/v1/models", models(models))
                .on("POST", "/v1/chat/completions", chat("Hello there!"));
    }

    /** Returns the answer to {@code GET /v1/models}. */
    public static Answer models(String... models) {
        return Answer.json(
                200,
                Arrays.stream(models)
                        .map(
                                model ->
                                        """
                                        {"id":%s,"object":"model","created":1795229276,"owned_by":"fake"}\
                                        """
                                                .formatted(quoted(model)))
                        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}")));
    }

    /** Returns a chat reply: a chunk a word if the request asks for a stream, else whole. */
    public static Answer chat(String text) {
        return chat(text, Duration.ZERO);
    }

    /** Returns a chat reply as {@link #chat(String)}, with a gap between the chunks of a stream. */
    public static Answer chat(String text, Duration gap) {
        return Answer.choose(
                request -> {
                    String model = quoted(ChatText.model(request));
                    return ChatText.stream(request).orElse(false)
                            ? Answer.stream("text/event-stream", gap, frames(model, text))
                            : Answer.json(200, whole(model, text));
                });
    }

    /** Returns an answer with OpenAI's error envelope. */
    public static Answer error(int status, String message) {
        return Answer.json(
                status,
                """
                {"error":{"message":%s,"type":"fake_error","param":null,"code":null}}\
                """
                        .formatted(quoted(message)));
    }

    private static String whole(String model, String text) {
        int words = ChatText.words(text).size();
        return HEAD.formatted(model, "chat.completion")
                + """
                "choices":[{"index":0,"message":{"role":"assistant","content":%s},\
                "finish_reason":"stop"}],\
                "usage":{"prompt_tokens":7,"completion_tokens":%d,"total_tokens":%d}}\
                """
                        .formatted(quoted(text), words, words + 7);
    }

    private static List<String> frames(String model, String text) {
        List<String> frames = new ArrayList<>();
        frames.add(frame(model, "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        for (String word : ChatText.words(text)) {
            frames.add(frame(model, "{\"content\":%s}".formatted(quoted(word)), "null"));
        }
        frames.add(frame(model, "{}", "\"stop\""));
        frames.add("data: [DONE]\n\n");
        return frames;
    }

    private static String frame(String model, String delta, String finish) {
        return "data: "
                + HEAD.formatted(model, "chat.completion.chunk")
                + """
                "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}\
                """
                        .formatted(delta, finish)
                + "\n\n";
    }
}
