package dev.chasqui.plugins.context;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The snippets of the config and of the folder. If both have a name, the config's snippet is used.
 * Safe for use by several threads.
 */
final class Snippets {
    private final Map<String, String> configured;
    private final Optional<SnippetFolder> folder;
    private final Optional<List<String>> always;
    private final int limit;

    Snippets(ContextConfig config) {
        this.configured = config.snippets();
        this.folder = config.folder().map(path -> new SnippetFolder(path, config.limit()));
        this.always = config.always();
        this.limit = config.limit();
    }

    /**
     * Returns the snippets of these names, each once; without names, those that the config always
     * adds, else all.
     *
     * @throws FailureException with {@code Invalid} if no snippet has one of the names, or if they
     *     are too long together
     */
    List<Snippet> named(List<String> names) {
        Collection<String> wanted = names.isEmpty() ? always.orElseGet(this::names) : names;
        int length = 0;
        List<Snippet> found = new ArrayList<>();
        for (String name : new LinkedHashSet<>(wanted)) {
            Snippet snippet = new Snippet(name, text(name));
            length += snippet.text().length();
            if (length > limit) {
                throw invalid(
                        "the snippets "
                                + String.join(", ", wanted)
                                + " are too long together (expected: at most "
                                + limit
                                + " characters, agents.context.limit); name fewer, as in /context("
                                + found.stream().findFirst().map(Snippet::name).orElse("name")
                                + ")");
            }
            found.add(snippet);
        }
        return List.copyOf(found);
    }

    private String text(String name) {
        String text = configured.get(name);
        return text != null
                ? text
                : folder.flatMap(files -> files.read(name)).orElseThrow(() -> unknown(name));
    }

    private FailureException unknown(String name) {
        List<String> names = names();
        return invalid(
                "there is no snippet '"
                        + name
                        + "'; there "
                        + (names.isEmpty()
                                ? "are none yet: put some into agents.context.snippets of the"
                                        + " config"
                                : "are: " + String.join(", ", names)));
    }

    private List<String> names() {
        TreeSet<String> names = new TreeSet<>(configured.keySet());
        folder.ifPresent(files -> names.addAll(files.names()));
        return List.copyOf(names);
    }

    static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), "/context: " + message));
    }
}
