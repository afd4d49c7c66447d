package dev.chasqui.plugins.rag.reading;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a document.
 *
 * @param kind the kind of file that it came as; decides whether lines that begin with {@code #} are
 *     headings
 * @param text the text itself
 * @param title the document's title, if it has one
 * @param pages the index of the first character of each page, ascending; empty if the document has
 *     no pages
 * @param metadata what else the file says of itself, such as {@code author}; a {@code date} is in
 *     ISO 8601
 */
public record DocumentText(
        FileKind kind,
        String text,
        Optional<String> title,
        List<Integer> pages,
        Map<String, String> metadata) {

    public DocumentText {
        pages = List.copyOf(pages);
        metadata = Map.copyOf(metadata);
    }

    /** Makes a text of which nothing else is known. */
    public DocumentText(FileKind kind, String text) {
        this(kind, text, Optional.empty(), List.of(), Map.of());
    }

    /**
     * Returns the content of a document that was sent as text. It is Markdown if its name says so,
     * as {@code notes.md} does.
     */
    public static DocumentText ofText(String name, String text) {
        boolean markdown = FileKind.ofName(name).filter(FileKind.MARKDOWN::equals).isPresent();
        return new DocumentText(markdown ? FileKind.MARKDOWN : FileKind.TEXT, text);
    }
}
