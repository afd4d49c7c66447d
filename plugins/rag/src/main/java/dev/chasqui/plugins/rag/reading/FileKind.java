package dev.chasqui.plugins.rag.reading;

import java.util.Locale;
import java.util.Optional;

/** The kind of a file from which a document's text is extracted. */
public enum FileKind {
    TEXT("text"),
    MARKDOWN("markdown"),
    HTML("html"),
    PDF("pdf");

    private final String label;

    FileKind(String label) {
        this.label = label;
    }

    /** Returns the name of the kind in replies and in the index. */
    public String label() {
        return label;
    }

    /** Returns true if the text marks headings as Markdown does; text extracted from HTML does. */
    boolean marksHeadings() {
        return this == MARKDOWN || this == HTML;
    }

    /** Returns the kind that a file name's extension means; empty if it is unknown. */
    public static Optional<FileKind> ofName(String name) {
        return switch (extension(name)) {
            case "txt", "text", "log", "csv" -> Optional.of(TEXT);
            case "md", "markdown", "mdown" -> Optional.of(MARKDOWN);
            case "html", "htm", "xhtml" -> Optional.of(HTML);
            case "pdf" -> Optional.of(PDF);
            default -> Optional.empty();
        };
    }

    /**
     * Returns the kind that a content type means; its parameters are ignored. Empty if it is
     * unknown.
     */
    static Optional<FileKind> ofContentType(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "text/plain" -> Optional.of(TEXT);
            case "text/markdown" -> Optional.of(MARKDOWN);
            case "text/html", "application/xhtml+xml" -> Optional.of(HTML);
            case "application/pdf" -> Optional.of(PDF);
            default -> Optional.empty();
        };
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
