package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Argument;
import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.FilterTime;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The arguments of the command; one that is left out has its value from the config. */
record RagArguments(
        @Argument(
                        help =
                                "the collections to search; without them, that of"
                                        + " agents.rag.collection, else all that you may use")
                List<String> collection,
        @Argument(help = "the most passages, 1 to 100; without it, agents.rag.k")
                Optional<Integer> k,
        @Argument(help = "the most tokens of the passages; without it, agents.rag.budget")
                Optional<Integer> budget,
        @Argument(help = "only documents of this day or later, such as 2025-01-31")
                Optional<String> after,
        @Argument(help = "only documents from before this day, such as 2025-01-31")
                Optional<String> before,
        @Argument(help = "only documents of this kind, such as pdf") Optional<String> type,
        @Argument(help = "only documents with this author") Optional<String> author,
        @Argument(help = "only documents with this metadata, as in meta-project=apollo")
                Map<String, String> meta) {

    private static final String PREFIX = "meta-";

    RagArguments {
        collection = List.copyOf(collection);
        meta = Map.copyOf(meta);
    }

    /**
     * Returns the search that these arguments, and the config for those left out, ask for.
     *
     * @throws IllegalArgumentException if a value is out of its range, or an argument is unknown
     */
    SearchOrder over(RagConfig config) {
        int passages = k.orElse(config.k());
        int tokens = budget.orElse(config.budget());
        RagConfig.checkBounds(passages, tokens);
        return new SearchOrder(collection, passages, tokens, filter());
    }

    private DocumentFilter filter() {
        Map<String, String> metadata = new LinkedHashMap<>();
        meta.forEach(
                (name, value) -> {
                    if (!name.startsWith(PREFIX) || name.length() == PREFIX.length()) {
                        throw new IllegalArgumentException(
                                name
                                        + ": no such argument (expected: for metadata of this name "
                                        + PREFIX
                                        + name
                                        + "=…)");
                    }
                    metadata.put(name.substring(PREFIX.length()), value);
                });
        author.ifPresent(name -> metadata.put("author", name));
        Optional<Instant> from = after.map(text -> time("after", text));
        Optional<Instant> until = before.map(text -> time("before", text));
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new IllegalArgumentException(
                    "before: '" + before.get() + "' (expected: a day behind that of after)");
        }
        return new DocumentFilter(from, until, type.map(RagArguments::kind), metadata);
    }

    private static String kind(String type) {
        String word = type.toLowerCase(Locale.ROOT);
        return word.startsWith(".") ? word.substring(1) : word;
    }

    private static Instant time(String argument, String text) {
        return FilterTime.of(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        argument
                                                + ": '"
                                                + text
                                                + "' (expected: "
                                                + FilterTime.EXPECTED
                                                + ")"));
    }
}
