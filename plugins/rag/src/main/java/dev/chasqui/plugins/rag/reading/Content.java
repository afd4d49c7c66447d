package dev.chasqui.plugins.rag.reading;

/**
 * The text of a document.
 *
 * @param kind what it was; says whether lines that begin with {@code #} are headings
 */
public record Content(Kind kind, String text) {

    /** A text that came as one, which a name such as {@code notes.md} may call Markdown. */
    public static Content ofText(String name, String text) {
        boolean markdown = Kind.ofName(name).filter(Kind.MARKDOWN::equals).isPresent();
        return new Content(markdown ? Kind.MARKDOWN : Kind.TEXT, text);
    }
}
