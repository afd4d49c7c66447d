package dev.chasqui.bootstrap.governance;

import dev.chasqui.testing.Header;

import java.util.ArrayList;
import java.util.List;

/** The bodies of requests, good and bad, that hold a marked prompt. */
final class CanaryBodies {
    /** A mark that stands alone, so that no rule about words or quotes can hide it by chance. */
    static final String WORD = "canaryword";

    /** A mark with digits and signs. */
    static final String SECRET = "Canary-9471-prompt";

    private static final String PROMPT = "please tell " + WORD + " about " + SECRET + " soon";

    /** A body with its headers. */
    record Body(String text, List<Header> headers) {}

    private CanaryBodies() {}

    /** Returns bodies for a route; the first two are as clients send them. */
    static List<Body> of(String path) {
        List<Body> bodies = new ArrayList<>(of(path, "hello"));
        List<Body> others = of(path, "small");
        bodies.addAll(others.subList(0, 2));
        // The forms, which are as clients send them, too.
        bodies.addAll(others.subList(others.size() - 2, others.size()));
        return bodies;
    }

    private static List<Body> of(String path, String model) {
        List<String> texts = new ArrayList<>();
        for (boolean stream : new boolean[] {false, true}) {
            texts.add(good(path, model, stream));
        }
        texts.add(good(path, model, false).replace("}", ""));
        texts.add(PROMPT);
        texts.add("[\"" + PROMPT + "\"]");
        texts.add("{\"" + PROMPT + "\":{\"" + PROMPT + "\":1},\"model\":\"" + model + "\"}");
        texts.add(
                "{\"model\":\"%s\",\"messages\":\"%s\",\"input\":{\"a\":\"%s\"},\"prompt\":[{\"a\":\"%s\"}]}"
                        .formatted(model, PROMPT, PROMPT, PROMPT));
        texts.add(
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"%s\",\"content\":\"%s\"}],\"stream\":\"%s\"}"
                        .formatted(model, PROMPT, PROMPT, PROMPT));
        texts.add(
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"/nothing(%s) %s\"}]}"
                        .formatted(model, SECRET, PROMPT));
        texts.add(
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"/parallel(models=%s) %s\"}]}"
                        .formatted(model, model, PROMPT));
        List<Body> bodies = new ArrayList<>();
        for (String text : texts) {
            bodies.add(new Body(text, List.of(new Header("Content-Type", "application/json"))));
        }
        for (String end : List.of("--edge--\r\n", "--ed")) {
            bodies.add(
                    new Body(
                            form(model) + end,
                            List.of(
                                    new Header(
                                            "Content-Type",
                                            "multipart/form-data; boundary=edge"))));
        }
        return bodies;
    }

    private static String form(String model) {
        return """
        --edge
        Content-Disposition: form-data; name="model"

        %s
        --edge
        Content-Disposition: form-data; name="prompt"

        %s
        --edge
        Content-Disposition: form-data; name="file"; filename="%s.wav"
        Content-Type: audio/wav

        %s
        """
                .formatted(model, PROMPT, SECRET, PROMPT)
                .replace("\n", "\r\n");
    }

    private static String good(String path, String model, boolean stream) {
        String rest =
                switch (path.replaceFirst(".*/", "")) {
                    case "generate" -> "\"prompt\":\"%s\",\"system\":\"%s\"";
                    case "completions", "completion", "apply-template" ->
                            path.contains("chat") || path.equals("/apply-template")
                                    ? "\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},"
                                            + "{\"role\":\"user\",\"content\":\"%s\"}]"
                                    : "\"prompt\":\"%s\",\"suffix\":\"%s\"";
                    case "chat", "messages", "count_tokens", "explain" ->
                            "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},"
                                    + "{\"role\":\"user\",\"content\":\"%s\"}]";
                    case "embeddings", "embed", "embedding", "moderations" ->
                            "\"input\":[\"%s\",\"%s\"]";
                    case "rerank", "reranking" -> "\"query\":\"%s\",\"documents\":[\"%s\"]";
                    case "decisions" ->
                            "\"input\":\"%s\",\"decisions\":[{\"question\":\"%s\","
                                    + "\"options\":[\"a\",\"b\"]}]";
                    case "speech" -> "\"input\":\"%s\",\"voice\":\"%s\"";
                    case "generations", "edits", "variations" ->
                            "\"prompt\":\"%s\",\"user\":\"%s\"";
                    case "infill" -> "\"input_prefix\":\"%s\",\"input_suffix\":\"%s\"";
                    default -> "\"content\":\"%s\",\"prompt\":\"%s\"";
                };
        return "{\"model\":\"%s\",\"stream\":%s,%s}"
                .formatted(model, stream, rest.formatted(PROMPT, PROMPT));
    }
}
