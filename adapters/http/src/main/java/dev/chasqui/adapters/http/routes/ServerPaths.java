package dev.chasqui.adapters.http.routes;

import java.util.List;

/**
 * The paths of llama-server that are forwarded without being understood.
 *
 * <p>A path counts as one for administrators, which shows other people's prompts or changes the
 * server, unless it is known only to compute.
 */
final class ServerPaths {
    /** The paths that compute something which a dialect offers, too, for POST. */
    private static final List<String> OF_DIALECTS =
            List.of(
                    "/v1/completions",
                    "/embeddings",
                    "/v1/embeddings",
                    "/rerank",
                    "/reranking",
                    "/v1/rerank",
                    "/v1/reranking");

    /** The paths that compute a result from their body, for POST. */
    static final List<String> COMPUTING =
            List.of(
                    "/tokenize",
                    "/detokenize",
                    "/apply-template",
                    "/infill",
                    "/completion",
                    "/completions",
                    "/embedding");

    /** The path that shows how the model was loaded, for GET. */
    static final String PROPS = "/props";

    /** The paths that show the work of other callers, for GET. */
    static final List<String> SHOWING = List.of("/slots", "/lora-adapters");

    private ServerPaths() {}

    /** Returns true if every caller may use this path. A path with an escape is another path. */
    static boolean isForUsers(String method, String path) {
        return switch (method) {
            case "POST" -> COMPUTING.contains(path) || OF_DIALECTS.contains(path);
            case "GET", "HEAD" -> path.equals(PROPS);
            default -> false;
        };
    }
}
