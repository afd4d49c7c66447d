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
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)?)?");

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
     * Returns the content of a document that was decoded from a file.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if a notebook is
     *     none
     */
    static DocumentText ofDecoded(FileKind kind, String name, String decoded) {
        String text = decoded.replace("\r\n", "\n");
        return switch (kind) {
            case CSV -> new DocumentText(kind, CsvText.of(text));
            case JSON -> new DocumentText(kind, JsonText.of(text));
            case SUBTITLES -> new DocumentText(kind, SubtitleText.of(text));
            case NOTEBOOK ->
                    titled(
                            kind,
                            NotebookText.of(text)
                                    .orElseThrow(
                                            () ->
                                                    FileReader.unreadable(
                                                            name,
                                                            "cannot be read as NOTEBOOK; it is no"
                                                                + " notebook or too large: save it"
                                                                + " as Markdown")));
            case CODE -> new DocumentText(kind, text, Optional.of(name), List.of(), Map.of());
            case MARKDOWN -> titled(kind, decoded);
            default -> new DocumentText(kind, decoded);
        };
    }

    /** Returns Markdown whose title is its first heading, if that is in its beginning. */
    private static DocumentText titled(FileKind kind, String text) {
        Optional<String> title =
                text.lines()
                        .limit(20)
                        .filter(line -> line.startsWith("# ") && line.length() < 200)
                        .map(line -> line.substring(2).strip())
                        .filter(line -> !line.isEmpty())
                        .findFirst();
        return new DocumentText(kind, text, title, List.of(), Map.of());
    }

    /**
     * Returns the content of a document that was sent as text. It is Markdown if its name says so,
     * as {@code notes.md} does.
     */
    public static DocumentText ofText(String name, String text) {
        return FileKind.ofName(name).filter(FileKind.MARKDOWN::equals).isPresent()
                ? titled(FileKind.MARKDOWN, text)
                : new DocumentText(FileKind.TEXT, text);
    }
}
