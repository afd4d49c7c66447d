package dev.chasqui.plugins.rag.store;

import java.util.Map;

/**
 * The format of an index: the version of its fields and of the analyzers, and the configured
 * languages. An index that was made with something else is rebuilt from its stored text. It is
 * written with each commit.
 */
final class IndexFormat {
    private static final String KEY = "format";

    private IndexFormat() {}

    /** Returns the format of new indexes. */
    static String of(Languages languages) {
        return IndexFields.FORMAT + "/" + PassageAnalyzer.VERSION + "/" + languages.codes();
    }

    /** Returns the format of a commit; empty for the first format, which had no name. */
    static String of(Map<String, String> commit) {
        return commit.getOrDefault(KEY, "");
    }

    /** Adds the format to the data of a commit. */
    static void add(Map<String, String> commit, String format) {
        commit.put(KEY, format);
    }
}
