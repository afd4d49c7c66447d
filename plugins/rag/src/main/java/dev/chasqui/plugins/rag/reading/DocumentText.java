package dev.chasqui.plugins.rag.reading;

/**
 * The text of a document.
 *
 * @param kind the kind of file that it came as; decides whether lines that begin with {@code #} are
 *     headings
 * @param text the text itself
 */
public record DocumentText(FileKind kind, String text) {

    /**
     * Returns the content of a document that was sent as text. It is Markdown if its name says so,
     * as {@code notes.md} does.
     */
    public static DocumentText ofText(String name, String text) {
        boolean markdown = FileKind.ofName(name).filter(FileKind.MARKDOWN::equals).isPresent();
        return new DocumentText(markdown ? FileKind.MARKDOWN : FileKind.TEXT, text);
    }
}
