package dev.chasqui.readers;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.DefaultHandler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes XHTML as text in which headings, lists and tables are marked as in Markdown. A table's
 * first row is its header; a table within a cell becomes the cell's text. Each page, slide or sheet
 * begins a page. Used by one thread.
 */
final class StructuredText extends DefaultHandler {
    /** The most cells of a row; the rest is left out. */
    private static final int MOST_CELLS = 500;

    /** The classes of elements that are a page. */
    private static final Set<String> PAGES =
            Set.of("page", "sheet", "slide-content", "slideShow-slide");

    /** The most characters of a slide's title; a longer text is none. */
    private static final int LONGEST_TITLE = 120;

    private final Kind kind;
    private final TextBuilder text;
    private final StringBuilder run = new StringBuilder();
    private final StringBuilder cell = new StringBuilder();
    private final List<String> row = new ArrayList<>();
    private int tables;
    private int ignored;
    private int heading;
    private boolean hasHeader;
    private int pages;
    private boolean awaitsTitle;

    StructuredText(Kind kind, TextBuilder text) {
        this.kind = kind;
        this.text = text;
    }

    /** Writes a page of HTML as {@code StructuredText} does. */
    static void write(Document page, TextBuilder text) {
        StructuredText out = new StructuredText(Kind.EML, text);
        NodeTraversor.traverse(
                new NodeVisitor() {
                    @Override
                    public void head(Node node, int depth) {
                        if (node instanceof Element element) {
                            out.startElement(
                                    "",
                                    element.normalName(),
                                    element.normalName(),
                                    new AttributesImpl());
                        } else if (node instanceof TextNode words) {
                            String whole = words.getWholeText();
                            out.characters(whole.toCharArray(), 0, whole.length());
                        }
                    }

                    @Override
                    public void tail(Node node, int depth) {
                        if (node instanceof Element element) {
                            out.endElement("", element.normalName(), element.normalName());
                        }
                    }
                },
                page);
        out.endDocument();
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes) {
        String name = name(local, qualified);
        if (ignored > 0 || isIgnored(name, attributes)) {
            ignored++;
            return;
        }
        if (tables > 0) {
            inTable(name);
            return;
        }
        flush();
        switch (name) {
            case "table" -> {
                text.newParagraph();
                tables = 1;
                hasHeader = false;
            }
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                text.newParagraph();
                // In a mail the subject is the outermost heading.
                int level = name.charAt(1) - '0' + (kind == Kind.EML ? 1 : 0);
                heading = Math.min(level, 6);
            }
            case "li" -> text.newLine().append("- ");
            case "br" -> text.newLine();
            case "p" -> startParagraph(attributes);
            case "div" -> {
                text.newParagraph();
                if (isPage(attributes)) {
                    page();
                }
            }
            default -> {}
        }
    }

    private void inTable(String name) {
        switch (name) {
            case "table" -> tables++;
            case "p", "br", "div", "li" -> cell.append(' ');
            default -> {}
        }
    }

    private void startParagraph(Attributes attributes) {
        String type = Optional.ofNullable(attributes.getValue("class")).orElse("");
        if (type.startsWith("list_")) {
            text.newLine().append("- ");
        } else if (!text.endsWith(' ')) {
            // The paragraph of a list's item begins behind its dash.
            text.newParagraph();
        }
    }

    /** Begins a page, slide or sheet. The first text of a slide is its heading. */
    void page() {
        pages++;
        if (pages > 1) {
            text.newPage();
        }
        awaitsTitle = kind == Kind.PPTX || kind == Kind.PPT || kind == Kind.ODP;
    }

    /** Returns true if each table outside of tables is a sheet. */
    boolean isSheets() {
        return kind == Kind.ODS && tables == 0;
    }

    /** Repeats the last cell of the row, unless the row is full. */
    void repeatCell() {
        if (tables == 1 && !row.isEmpty() && row.size() < MOST_CELLS) {
            row.add(row.getLast());
        }
    }

    private static boolean isPage(Attributes attributes) {
        String type = attributes.getValue("class");
        return type != null && PAGES.contains(type);
    }

    private static boolean isIgnored(String name, Attributes attributes) {
        String type = attributes.getValue("class");
        return switch (name) {
            case "head", "script", "style" -> true;
            default -> type != null && type.equals("slide-master-content");
        };
    }

    @Override
    public void endElement(String uri, String local, String qualified) {
        if (ignored > 0) {
            ignored--;
            return;
        }
        String name = name(local, qualified);
        if (tables > 0) {
            endInTable(name);
            return;
        }
        flush();
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                heading = 0;
                text.newParagraph();
            }
            case "p", "div", "ul", "ol", "dl" -> text.newParagraph();
            case "li", "dt", "dd" -> text.newLine();
            default -> {}
        }
    }

    private void endInTable(String name) {
        switch (name) {
            case "table" -> {
                tables--;
                if (tables == 0) {
                    endRow();
                    text.newParagraph();
                }
            }
            case "td", "th" -> {
                if (tables == 1) {
                    if (row.size() < MOST_CELLS) {
                        row.add(oneLine(cell).replace("|", "\\|"));
                    }
                    cell.setLength(0);
                } else {
                    cell.append(' ');
                }
            }
            case "tr" -> {
                if (tables == 1) {
                    endRow();
                }
            }
            default -> {}
        }
    }

    private void endRow() {
        cell.setLength(0);
        while (!row.isEmpty() && row.getLast().isEmpty()) {
            row.removeLast();
        }
        if (row.isEmpty()) {
            return;
        }
        text.newLine().append("| " + String.join(" | ", row) + " |\n");
        if (!hasHeader) {
            text.append("|" + " --- |".repeat(row.size()) + "\n");
            hasHeader = true;
        }
        row.clear();
    }

    @Override
    public void characters(char[] chars, int offset, int length) {
        if (ignored == 0) {
            StringBuilder into = tables > 0 ? cell : run;
            into.append(chars, offset, length);
            if (into.length() > 1 << 20 && tables == 0) {
                flush();
            } else if (into.length() > 16 << 20) {
                throw new Unreadable(Outcome.TOO_LARGE);
            }
        }
    }

    @Override
    public void ignorableWhitespace(char[] chars, int offset, int length) {
        characters(chars, offset, length);
    }

    @Override
    public void endDocument() {
        flush();
    }

    /** Writes the characters since the last tag. */
    private void flush() {
        if (run.isEmpty()) {
            return;
        }
        String more = oneLine(run);
        boolean spaced = Character.isWhitespace(run.charAt(0));
        boolean spacedAfter = Character.isWhitespace(run.charAt(run.length() - 1));
        run.setLength(0);
        boolean begins = text.length() == 0 || text.endsWith('\n') || text.endsWith('\f');
        if (more.isEmpty()) {
            if (!begins && !text.endsWith(' ')) {
                text.append(" ");
            }
            return;
        }
        boolean title = awaitsTitle && more.length() <= LONGEST_TITLE;
        awaitsTitle = false;
        if (begins && (heading > 0 || title)) {
            text.append("#".repeat(Math.max(heading, 1)) + " ");
        } else if (spaced && !begins && !text.endsWith(' ')) {
            text.append(" ");
        }
        text.append(more);
        if (spacedAfter) {
            text.append(" ");
        }
    }

    private static String oneLine(CharSequence characters) {
        StringBuilder line = new StringBuilder(characters.length());
        boolean blank = true;
        for (int i = 0; i < characters.length(); i++) {
            char sign = characters.charAt(i);
            boolean white = Character.isWhitespace(sign) || sign == '\u00a0';
            if (!white) {
                line.append(sign);
            } else if (!blank) {
                line.append(' ');
            }
            blank = white;
        }
        return line.toString().stripTrailing();
    }

    private static String name(String local, String qualified) {
        return (local.isEmpty() ? qualified : local).toLowerCase(Locale.ROOT);
    }
}
