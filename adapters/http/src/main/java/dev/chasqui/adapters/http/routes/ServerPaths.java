package dev.chasqui.adapters.http.routes;

import java.util.List;

/**
 * The paths of llama-server that we know without understanding them.
 *
 * <p>Whatever is not known to compute alone shows other people's prompts or changes the server.
 */
final class ServerPaths {
    /** Asked by POST, they compute something from their body. */
    static final List<String> COMPUTING =
            List.of(
                    "/tokenize",
                    "/detokenize",
                    "/apply-template",
                    "/infill",
                    "/completion",
                    "/completions",
                    "/v1/completions",
                    "/embedding",
                    "/embeddings",
                    "/v1/embeddings",
                    "/rerank",
                    "/reranking",
                    "/v1/rerank",
                    "/v1/reranking");

    /** Asked by GET, it says how the model was loaded. */
    static final String PROPS = "/props";

    /** Asked by GET, they say what others do. */
    static final List<String> SHOWING = List.of("/slots", "/lora-adapters");

    private ServerPaths() {}

    /** Whether everybody who may ask may ask this; an escape in the path makes it another one. */
    static boolean isForUsers(String method, String path) {
        return switch (method) {
            case "POST" -> COMPUTING.contains(path);
            case "GET", "HEAD" -> path.equals(PROPS);
            default -> false;
        };
    }
}
