package dev.chasqui.testing;

import static dev.chasqui.testing.ChatText.quoted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A backend that speaks Ollama's dialect, as far as tests need it. */
public final class FakeOllama {
    private static final String DETAILS =
            """
            "details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],\
            "parameter_size":"1M","quantization_level":"F16"}\
            """;

    private FakeOllama() {}

    /** Starts a backend that lists the models and answers every chat with {@code Hello there!}. */
    public static FakeBackend start(String... models) {
        return FakeBackend.start()
                .on("GET", "/api/version", Answer.json(200, "{\"version\":\"0.0.0\"}"))
                .on("GET", "/", Answer.whole(200, "text/plain", "Ollama is running"))
                .on("GET", "/api/tags", tags(models))
                .on("GET", "/api/ps", Answer.json(200, "{\"models\":[]}"))
                .on("POST", "/api/show", show(List.of(models)))
                .on("POST", "/api/chat", chat("Hello there!"));
    }

    /** Returns the answer to {@code GET /api/tags}. */
    public static Answer tags(String... models) {
        return Answer.json(
                200,
                Arrays.stream(models)
                        .map(
                                model ->
                                        """
                                        {"name":%1$s,"model":%1$s,"modified_at":"2026-11-21T00:00:00Z","size":1000000,\
                                        "digest":"abc",%2$s}\
                                        """
                                                .formatted(quoted(model), DETAILS))
                        .collect(Collectors.joining(",", "{\"models\":[", "]}")));
    }

    /**
     * Returns a chat reply: a line a word, but whole if the request says {@code "stream":false}.
     */
    public static Answer chat(String text) {
        return chat(text, Duration.ZERO);
    }

    /** Returns a chat reply as {@link #chat(String)}, with a gap between the lines of a stream. */
    public static Answer chat(String text, Duration gap) {
        return Answer.choose(
                request -> {
                    String model = quoted(ChatText.model(request));
                    return ChatText.stream(request).orElse(true)
                            ? Answer.stream("application/x-ndjson", gap, lines(model, text))
                            : Answer.json(200, last(model, text, text));
                });
    }

    /** Returns an answer with Ollama's error envelope. */
    public static Answer error(int status, String message) {
        return Answer.json(status, "{\"error\":%s}".formatted(quoted(message)));
    }

    private static Answer show(List<String> models) {
        return Answer.choose(
                request -> {
                    String model = ChatText.model(request);
                    return models.contains(model) || models.contains(model + ":latest")
                            ? Answer.json(
                                    200,
                                    """
                                    {"template":"",%s,\
                                    "model_info":{"general.architecture":"llama","llama.context_length":4096},\
                                    "capabilities":["completion","tools"]}\
                                    """
                                            .formatted(DETAILS))
                            : error(404, "model '" + model + "' not found");
                });
    }

    private static List<String> lines(String model, String text) {
        List<String> lines = new ArrayList<>();
        for (String word : ChatText.words(text)) {
            lines.add(message(model, word) + "\"done\":false}\n");
        }
        lines.add(last(model, "", text) + "\n");
        return lines;
    }

    private static String last(String model, String content, String text) {
        return message(model, content)
                + """
                "done":true,"done_reason":"stop","total_duration":5000000,"load_duration":1000000,\
                "prompt_eval_count":7,"prompt_eval_duration":1000000,\
                "eval_count":%d,"eval_duration":2000000}\
                """
                        .formatted(ChatText.words(text).size());
    }

    private static String message(String model, String content) {
        return """
        {"model":%s,"created_at":"2026-11-21T00:00:00Z",\
        "message":{"role":"assistant","content":%s},\
        """
                .formatted(model, quoted(content));
    }
}
