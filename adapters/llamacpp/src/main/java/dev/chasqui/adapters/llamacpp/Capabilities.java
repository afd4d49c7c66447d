package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.llamacpp.ModelHeader.Purpose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The capabilities of a model that is served as the config says, by its header and its template of
 * chats, which calls tools and shows thoughts only where it has words for them.
 */
record Capabilities(LlamaModel model) {
    private static final long LONGEST_TEMPLATE = 1 << 20;

    /** Inside a statement or an expression; what stands outside is said to the model. */
    private static final Pattern TOOLS = Pattern.compile("\\{[%{][^{}]*?\\btools\\b");

    private static final Pattern THOUGHTS =
            Pattern.compile(
                    "<think|\\[THINK]|reasoning_content|enable_thinking|reasoning_effort|<\\|channel\\|?>");

    private static final Set<String> YES = Set.of("1", "true", "on", "enabled");

    /** In Ollama's words, and {@code rerank}, for which it has none. */
    List<String> of(ModelHeader header) {
        return switch (purpose(header)) {
            case EMBEDDING -> List.of("embedding");
            case RERANKING -> List.of("rerank");
            case COMPLETION -> ofChat(template(header));
        };
    }

    private List<String> ofChat(String template) {
        List<String> all = new ArrayList<>(List.of("completion"));
        if (hasProjector()) {
            all.add("vision");
        }
        if (TOOLS.matcher(template).find()) {
            all.add("tools");
        }
        if (THOUGHTS.matcher(template).find()) {
            all.add("thinking");
        }
        return all;
    }

    /** A server that is told to embed or to rank does nothing else. */
    private Purpose purpose(ModelHeader header) {
        if (told("LLAMA_ARG_RERANKING", "--rerank", "--reranking")) {
            return Purpose.RERANKING;
        }
        return told("LLAMA_ARG_EMBEDDINGS", "--embedding", "--embeddings")
                        && header.purpose() == Purpose.COMPLETION
                ? Purpose.EMBEDDING
                : header.purpose();
    }

    private boolean told(String variable, String... options) {
        return model.arguments().has(options)
                || YES.contains(model.env().getOrDefault(variable, ""));
    }

    private boolean hasProjector() {
        return model.arguments().value("--mmproj", "-mm", "--mmproj-url", "-mmu").isPresent()
                || model.env().containsKey("LLAMA_ARG_MMPROJ")
                || model.env().containsKey("LLAMA_ARG_MMPROJ_URL");
    }

    /** The config's, which is used for that of the file. */
    private String template(ModelHeader header) {
        return model.arguments()
                .value("--chat-template-file")
                .flatMap(Capabilities::text)
                .or(() -> model.arguments().value("--chat-template"))
                .orElseGet(header::chatTemplate);
    }

    private static Optional<String> text(String file) {
        try {
            Path path = Path.of(file);
            return Files.isRegularFile(path) && Files.size(path) <= LONGEST_TEMPLATE
                    ? Optional.of(new String(Files.readAllBytes(path), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
