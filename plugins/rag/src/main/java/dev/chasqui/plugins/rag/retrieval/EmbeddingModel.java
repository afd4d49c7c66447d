package dev.chasqui.plugins.rag.retrieval;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The measured facts of an embedding model that the fusion needs, see docs/rag.md.
 *
 * @param name the name of the model
 */
record EmbeddingModel(String name) {
    /** The weight of vectors beside words, where the model knows the language. */
    private static final double KNOWN = 0.55;

    /** The same for a model of English and a question in another language. */
    private static final double STRANGE = 0.3;

    /** The least cosine of a question that is about the documents, for the built-in model. */
    private static final double GATE = 0.6;

    /** The cosine that is needed in addition if no passage has a telling word of the question. */
    private static final double WITHOUT_WORDS = 0.05;

    /** The same for a language that the model does not know, whose texts are all alike to it. */
    private static final double STRANGE_WITHOUT_WORDS = 0.1;

    /** Returns the weight of the vectors of a question, 0 to 1; the rest is that of its words. */
    double weight(String question) {
        return isStrange(question) ? STRANGE : KNOWN;
    }

    private boolean isStrange(String question) {
        return knowsEnglishAlone() && !EnglishText.isLikely(question);
    }

    /**
     * Returns the cosine of the best passage below which a question is not about the documents;
     * empty if it is not known for this model.
     */
    OptionalDouble gate() {
        return isBuiltIn() ? OptionalDouble.of(GATE) : OptionalDouble.empty();
    }

    /** Returns the cosine that is needed in addition if no word of the question tells. */
    double withoutWords(String question) {
        return isStrange(question) ? STRANGE_WITHOUT_WORDS : WITHOUT_WORDS;
    }

    private boolean isBuiltIn() {
        return name.equals("chasqui-embed");
    }

    private boolean knowsEnglishAlone() {
        String lower = name.toLowerCase(Locale.ROOT);
        return isBuiltIn()
                || (lower.contains("bge-") && lower.contains("-en"))
                || lower.contains("all-minilm");
    }
}
