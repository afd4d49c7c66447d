package dev.chasqui.readers;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.utils.XMLReaderUtils;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.DefaultHandler;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads documents, spreadsheets and presentations of the Open Document Format: it turns their XML
 * into XHTML for {@link StructuredText}. Sheets and slides begin pages, which the library's own
 * parser does not tell apart. Used by one thread.
 */
final class OpenDocument extends DefaultHandler {
    private static final Attributes NONE = new AttributesImpl();

    /** The most cells that a repeated cell stands for. */
    private static final int MOST_REPEATED = 100;

    private final StructuredText out;
    private int ignored;
    private int level;
    private int repeated;

    private OpenDocument(StructuredText out) {
        this.out = out;
    }

    /**
     * Reads a file into a text.
     *
     * @throws Unreadable if it is encrypted
     * @throws Exception if it is damaged
     */
    static void read(Kind kind, byte[] bytes, TextBuilder text) throws Exception {
        try (ZipFile zip =
                ZipFile.builder()
                        .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                        .get()) {
            if (part(zip, "META-INF/manifest.xml").contains("encryption-data")) {
                throw new Unreadable(Outcome.ENCRYPTED);
            }
            StructuredText out = new StructuredText(kind, text);
            parse(zip, "content.xml", new OpenDocument(out));
            out.endDocument();
            parse(zip, "meta.xml", new Meta(text));
        }
    }

    private static String part(ZipFile zip, String name) throws Exception {
        ZipArchiveEntry part = zip.getEntry(name);
        if (part == null) {
            return "";
        }
        try (InputStream in = zip.getInputStream(part)) {
            return new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8);
        }
    }

    private static void parse(ZipFile zip, String name, DefaultHandler handler) throws Exception {
        ZipArchiveEntry part = zip.getEntry(name);
        if (part != null) {
            try (InputStream in = zip.getInputStream(part)) {
                XMLReaderUtils.parseSAX(in, handler, new ParseContext());
            }
        }
    }

    @Override
    public void startElement(String uri, String local, String name, Attributes attributes) {
        if (ignored > 0 || isIgnored(name)) {
            ignored++;
            return;
        }
        switch (name) {
            case "text:h" -> {
                level = Math.clamp(number(attributes, "text:outline-level", 1), 1, 6);
                start("h" + level);
            }
            case "text:p" -> start("p");
            case "text:list-item" -> start("li");
            case "text:s" -> characters(" ");
            case "text:tab", "text:line-break" -> characters("\n");
            case "table:table" -> {
                sheet(attributes.getValue("table:name"));
                start("table");
            }
            case "table:table-row" -> start("tr");
            case "table:table-cell", "table:covered-table-cell" -> {
                repeated =
                        Math.clamp(
                                number(attributes, "table:number-columns-repeated", 1),
                                1,
                                MOST_REPEATED);
                start("td");
            }
            case "draw:page" -> out.page();
            default -> {}
        }
    }

    private void sheet(@Nullable String name) {
        if (out.isSheets()) {
            out.page();
            start("h1");
            characters(Optional.ofNullable(name).orElse("Sheet"));
            end("h1");
        }
    }

    private static boolean isIgnored(String name) {
        return switch (name) {
            case "text:tracked-changes", "office:annotation", "office:forms", "svg:title" -> true;
            default -> false;
        };
    }

    @Override
    public void endElement(String uri, String local, String name) {
        if (ignored > 0) {
            ignored--;
            return;
        }
        switch (name) {
            case "text:h" -> end("h" + level);
            case "text:p" -> end("p");
            case "text:list-item" -> end("li");
            case "table:table" -> end("table");
            case "table:table-row" -> end("tr");
            case "table:table-cell", "table:covered-table-cell" -> {
                end("td");
                for (int i = 1; i < repeated; i++) {
                    out.repeatCell();
                }
                repeated = 1;
            }
            default -> {}
        }
    }

    @Override
    public void characters(char[] chars, int offset, int length) {
        if (ignored == 0) {
            out.characters(chars, offset, length);
        }
    }

    private void characters(String text) {
        out.characters(text.toCharArray(), 0, text.length());
    }

    private void start(String name) {
        out.startElement("", name, name, NONE);
    }

    private void end(String name) {
        out.endElement("", name, name);
    }

    private static int number(Attributes attributes, String name, int fallback) {
        try {
            String value = attributes.getValue(name);
            return value == null ? fallback : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return fallback;
        }
    }

    /** The facts that a document states of itself. */
    private static final class Meta extends DefaultHandler {
        private final TextBuilder text;
        private final StringBuilder value = new StringBuilder();

        Meta(TextBuilder text) {
            this.text = text;
        }

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes) {
            value.setLength(0);
        }

        @Override
        public void characters(char[] chars, int offset, int length) {
            value.append(chars, offset, Math.min(length, 1000));
        }

        @Override
        public void endElement(String uri, String local, String name) throws SAXException {
            switch (name) {
                case "dc:title" -> text.property("title", value.toString());
                case "dc:creator", "meta:initial-creator" ->
                        text.property("author", value.toString());
                case "dc:date" -> text.property("date", value.toString());
                default -> {}
            }
        }
    }
}
