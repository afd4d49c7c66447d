package dev.chasqui.plugins.rag.reading;

import java.util.Locale;
import java.util.Optional;

/** What a document was before it became text. */
public enum Kind {
    TEXT("text"),
    MARKDOWN("markdown"),
    HTML("html"),
    PDF("pdf");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** The name in answers and in the index. */
    public String label() {
        return label;
    }

    /** Whether the text marks headings as Markdown does; that of HTML is made so. */
    boolean marksHeadings() {
        return this == MARKDOWN || this == HTML;
    }

    /** What a name's ending says. */
    static Optional<Kind> ofName(String name) {
        return switch (ending(name)) {
            case "txt", "text", "log", "csv" -> Optional.of(TEXT);
            case "md", "markdown", "mdown" -> Optional.of(MARKDOWN);
            case "html", "htm", "xhtml" -> Optional.of(HTML);
            case "pdf" -> Optional.of(PDF);
            default -> Optional.empty();
        };
    }

    /** What a content type says, with or without parameters. */
    static Optional<Kind> ofContentType(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "text/plain" -> Optional.of(TEXT);
            case "text/markdown" -> Optional.of(MARKDOWN);
            case "text/html", "application/xhtml+xml" -> Optional.of(HTML);
            case "application/pdf" -> Optional.of(PDF);
            default -> Optional.empty();
        };
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
