package dev.chasqui.benchmarks.mock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The mock's answers that are not streamed. */
public final class MockAnswers {
    private static final int BODY = 1024;
    private static final String TEXT = "@";
    private static final String WORD = "word ";
    private static final int WORDS_IN_EACH = 100;
    private static final int NUMBERS = 384;

    private MockAnswers() {}

    /** Returns the body of a whole OpenAI answer: 1 KB. */
    public static String openAi() {
        return padded(
                "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1763700000,"
                        + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":{"
                        + "\"role\":\"assistant\",\"content\":\""
                        + TEXT
                        + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":20,"
                        + "\"completion_tokens\":150,\"total_tokens\":170}}");
    }

    /** Returns the body of a whole Ollama answer: 1 KB. */
    public static String ollama() {
        return padded(
                "{\"model\":\"bench-ollama\",\"created_at\":\"2026-11-21T12:00:00.000000Z\",\"message\":{"
                    + "\"role\":\"assistant\",\"content\":\""
                        + TEXT
                        + "\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":1280000000,"
                        + "\"load_duration\":1000000,\"prompt_eval_count\":20,"
                        + "\"prompt_eval_duration\":1000000,\"eval_count\":150,"
                        + "\"eval_duration\":1279000000}");
    }

    /**
     * Returns the body of an answer with vectors of 384 numbers.
     *
     * @param inputs the number of the vectors
     */
    public static String embeddings(int inputs) {
        String vector = "0.0123456,".repeat(NUMBERS - 1) + "0.0123456";
        return IntStream.range(0, inputs)
                .mapToObj(
                        index ->
                                "{\"object\":\"embedding\",\"index\":"
                                        + index
                                        + ",\"embedding\":["
                                        + vector
                                        + "]}")
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"object\":\"list\",\"model\":\"bench\",\"data\":[",
                                "],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}"));
    }

    /**
     * Returns the beginning of each answer's text, for gateways that write the rest of the body in
     * another way.
     */
    public static String text() {
        return WORD.repeat(WORDS_IN_EACH).strip();
    }

    /** Returns the answer to other requests to backends: their versions, models and health. */
    static ByteBuffer other(String path) {
        return switch (path) {
            case "/v1/models" ->
                    whole(
                            "{\"object\":\"list\",\"data\":[{\"id\":\"bench\",\"object\":\"model\","
                                    + "\"created\":1763700000,\"owned_by\":\"bench\"}]}");
            case "/api/tags" ->
                    whole(
                            "{\"models\":[{\"name\":\"bench-ollama\",\"model\":\"bench-ollama\","
                                    + "\"modified_at\":\"2026-11-21T12:00:00Z\",\"size\":1,"
                                    + "\"digest\":\"00\",\"details\":{}}]}");
            case "/api/version" -> whole("{\"version\":\"0.12.0\"}");
            case "/health" -> whole("{\"status\":\"ok\"}");
            default -> with("404 Not Found", "{\"error\":\"no such path\"}");
        };
    }

    static ByteBuffer whole(String body) {
        return with("200 OK", body);
    }

    private static ByteBuffer with(String status, String body) {
        byte[] bytes =
                ("HTTP/1.1 "
                                + status
                                + "\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body)
                        .getBytes(US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static String padded(String json) {
        int missing = BODY - (json.length() - TEXT.length());
        return json.replace(TEXT, WORD.repeat(missing).substring(0, missing));
    }
}
