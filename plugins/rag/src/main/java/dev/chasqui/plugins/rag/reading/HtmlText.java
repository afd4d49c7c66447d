package dev.chasqui.plugins.rag.reading;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/**
 * The visible text of a page, with its headings marked as in Markdown. Scripts, styles, navigation
 * and hidden elements are left out. Used by one thread.
 */
final class HtmlText implements NodeVisitor {
    private static final String INVISIBLE =
            "script, style, noscript, template, svg, iframe, object, nav, select, button,"
                    + " [hidden], [aria-hidden=true]";

    private final StringBuilder out = new StringBuilder();

    private HtmlText() {}

    static String of(Upload upload) throws IOException {
        Document page = parse(upload);
        page.select(INVISIBLE).remove();
        HtmlText text = new HtmlText();
        String title = page.title();
        if (!title.isBlank() && page.select("h1").stream().noneMatch(h -> h.text().equals(title))) {
            text.out.append("# ").append(title);
            text.newParagraph();
        }
        NodeTraversor.traverse(text, page.body());
        String seen = text.out.toString().strip();
        PlainText.refuseControls(upload, seen);
        return seen;
    }

    private static Document parse(Upload upload) throws IOException {
        Charset charset = TextCharset.of(upload, FileKind.HTML).charset();
        try (InputStream in = upload.bytes().open()) {
            return Jsoup.parse(in, charset.name(), "");
        }
    }

    @Override
    public void head(Node node, int depth) {
        switch (node) {
            case TextNode text -> append(text);
            case Element element -> open(element);
            default -> {}
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            switch (element.normalName()) {
                case "td", "th" -> out.append(" | ");
                case "tr", "li", "dt", "dd" -> newLine();
                default -> {
                    if (element.isBlock()) {
                        newParagraph();
                    }
                }
            }
        }
    }

    private void open(Element element) {
        switch (element.normalName()) {
            case "br" -> out.append('\n');
            case "li" -> {
                newLine();
                out.append("- ");
            }
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                newParagraph();
                out.repeat('#', element.normalName().charAt(1) - '0').append(' ');
            }
            case "td", "th", "tr", "dt", "dd" -> {}
            default -> {
                if (element.isBlock()) {
                    newParagraph();
                }
            }
        }
    }

    private void append(TextNode node) {
        Element parent = node.parent();
        if (parent != null && parent.closest("pre, textarea") != null) {
            out.append(node.getWholeText());
            return;
        }
        String text = node.text();
        boolean spaced = out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1));
        out.append(spaced ? text.stripLeading() : text);
    }

    private void newLine() {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
    }

    private void newParagraph() {
        newLine();
        if (out.length() > 1 && out.charAt(out.length() - 2) != '\n') {
            out.append('\n');
        }
    }
}
