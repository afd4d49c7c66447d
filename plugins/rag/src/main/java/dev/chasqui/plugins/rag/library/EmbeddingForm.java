package dev.chasqui.plugins.rag.library;

import java.util.Locale;

/**
 * The words that a model for retrieval was trained to see in front of a text. Without them its
 * vectors are worse.
 *
 * @param beforeQuery those in front of a question
 * @param beforePassage those in front of a passage
 */
public record EmbeddingForm(String beforeQuery, String beforePassage) {

    /** Returns the form of a model, known by its name; empty words for an unknown one. */
    public static EmbeddingForm of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        if (name.equals("chasqui-embed") || (name.contains("bge-") && name.contains("-en"))) {
            return new EmbeddingForm(
                    "Represent this sentence for searching relevant passages: ", "");
        }
        if (name.contains("e5")) {
            return new EmbeddingForm("query: ", "passage: ");
        }
        if (name.contains("nomic-embed")) {
            return new EmbeddingForm("search_query: ", "search_document: ");
        }
        return new EmbeddingForm("", "");
    }
}
