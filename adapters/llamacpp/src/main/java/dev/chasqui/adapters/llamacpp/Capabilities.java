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
 * The capabilities of a model, derived from its configuration, its header and its chat template.
 * The model calls tools and shows its reasoning only if the template has the words for it.
 */
record Capabilities(LlamaModel model) {
    private static final long LONGEST_TEMPLATE = 1 << 20;

    /**
     * The word within a statement or an expression of the template; text outside of these is part
     * of the prompt.
     */
    private static final Pattern TOOLS = Pattern.compile("\\{[%{][^{}]*?\\btools\\b");

    private static final Pattern THOUGHTS =
            Pattern.compile(
                    "<think|\\[THINK]|reasoning_content|enable_thinking|reasoning_effort|<\\|channel\\|?>");

    private static final Set<String> YES = Set.of("1", "true", "on", "enabled");

    /**
     * Returns the capabilities in Ollama's words, and {@code rerank}, for which Ollama has none.
     */
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

    /** A server that is told to embed or to rerank does nothing else. */
    private Purpose purpose(ModelHeader header) {
        if (isSet("LLAMA_ARG_RERANKING", "--rerank", "--reranking")) {
            return Purpose.RERANKING;
        }
        return isSet("LLAMA_ARG_EMBEDDINGS", "--embedding", "--embeddings")
                        && header.purpose() == Purpose.COMPLETION
                ? Purpose.EMBEDDING
                : header.purpose();
    }

    private boolean isSet(String variable, String... options) {
        return model.arguments().has(options)
                || YES.contains(model.env().getOrDefault(variable, ""));
    }

    private boolean hasProjector() {
        return model.arguments().value("--mmproj", "-mm", "--mmproj-url", "-mmu").isPresent()
                || model.env().containsKey("LLAMA_ARG_MMPROJ")
                || model.env().containsKey("LLAMA_ARG_MMPROJ_URL");
    }

    /** Returns the template that the config sets, else that of the file. */
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
