package dev.chasqui.plugins.rag.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** A day, or a day and a time, in ISO 8601. */
    private static final Pattern DATE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)?)?");

    public DocumentText {
        pages = List.copyOf(pages);
        metadata = Map.copyOf(metadata);
    }

    /** Makes a text of which nothing else is known. */
    public DocumentText(FileKind kind, String text) {
        this(kind, text, Optional.empty(), List.of(), Map.of());
    }

    /**
     * Returns the content of a document whose pages are divided by form feeds.
     *
     * @param properties what the file says of itself: {@code title}, {@code author}, {@code date};
     *     others, and a date that is none, are left out
     */
    static DocumentText ofPages(FileKind kind, String text, Map<String, String> properties) {
        List<Integer> pages = new ArrayList<>();
        for (int at = text.indexOf('\f'); at >= 0; at = text.indexOf('\f', at + 1)) {
            if (pages.isEmpty()) {
                pages.add(0);
            }
            pages.add(at + 1);
        }
        if (pages.isEmpty() && kind.hasPages()) {
            pages.add(0);
        }
        Map<String, String> metadata = new HashMap<>();
        Optional.ofNullable(properties.get("author")).ifPresent(it -> metadata.put("author", it));
        Optional.ofNullable(properties.get("date"))
                .filter(it -> DATE.matcher(it).matches())
                .ifPresent(it -> metadata.put("date", it));
        return new DocumentText(
                kind, text, Optional.ofNullable(properties.get("title")), pages, metadata);
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
