package dev.chasqui.plugins.rag.reading;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The visible text of a page, with its headings marked as in Markdown. Scripts, styles, navigation
 * and hidden elements are left out. Used by one thread.
 */
final class HtmlText implements NodeVisitor {
    private static final String INVISIBLE =
            "script, style, noscript, template, svg, iframe, object, nav, select, button,"
                    + " [hidden], [aria-hidden=true]";

    /** The elements that no table of data holds; a table with one serves the layout of the page. */
    private static final String NO_DATA = "table, h1, h2, h3, h4, h5, h6, pre, form";

    private final StringBuilder out = new StringBuilder();
    private final List<String> row = new ArrayList<>();
    private int cell = -1;
    private @Nullable Element table;
    private boolean hasHeader;

    private HtmlText() {}

    static DocumentText of(Upload upload) throws IOException {
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
        return new DocumentText(FileKind.HTML, seen, titled(title), List.of(), metadata(page));
    }

    private static Optional<String> titled(String title) {
        return Optional.of(title).filter(it -> !it.isBlank());
    }

    private static Map<String, String> metadata(Document page) {
        String author = page.select("meta[name=author]").attr("content").strip();
        return author.isEmpty() ? Map.of() : Map.of("author", author);
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
                case "td", "th" -> endCell();
                case "tr" -> endRow();
                case "li", "dt", "dd" -> newLine();
                default -> {
                    if (element.equals(table)) {
                        table = null;
                    }
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
            case "td", "th" -> cell = out.length();
            case "tr", "dt", "dd" -> {}
            case "table" -> {
                newParagraph();
                if (element.select(NO_DATA).size() == 1) {
                    table = element;
                    hasHeader = false;
                }
            }
            default -> {
                if (element.isBlock()) {
                    newParagraph();
                }
            }
        }
    }

    private void endCell() {
        if (table == null) {
            out.append(' ');
        } else if (cell >= 0) {
            row.add(TableRows.cell(out.substring(cell)));
            out.setLength(cell);
            cell = -1;
        }
    }

    private void endRow() {
        newLine();
        if (table != null && row.stream().anyMatch(text -> !text.isEmpty())) {
            TableRows.append(out, row);
            if (!hasHeader) {
                TableRows.appendRule(out, row.size());
                hasHeader = true;
            }
        }
        row.clear();
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
