package dev.chasqui.readers;

import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;

import java.io.InputStream;
import java.util.Optional;

/** Reads files by Tika's parsers. Documents within a document are left out. */
final class TikaFile {
    private TikaFile() {}

    /**
     * Reads a file into a text.
     *
     * @throws Unreadable if it is encrypted
     * @throws Exception if it is damaged
     */
    static void read(Kind kind, byte[] bytes, TextBuilder text) throws Exception {
        Metadata metadata = new Metadata();
        try (InputStream in = TikaInputStream.get(bytes)) {
            parser(kind).parse(in, new StructuredText(kind, text), metadata, context());
        } catch (EncryptedDocumentException e) {
            throw new Unreadable(Outcome.ENCRYPTED);
        }
        describe(metadata, text);
    }

    private static Parser parser(Kind kind) {
        return switch (kind) {
            case DOCX, PPTX, XLSX -> new OOXMLParser();
            case EPUB -> new EpubParser();
            case RTF -> new RTFParser();
            case DOC, XLS, PPT -> new OfficeParser();
            case PDF, ODT, ODS, ODP, EML, MBOX ->
                    throw new IllegalArgumentException(kind + " is read otherwise");
        };
    }

    /** Returns the settings of all parsers. */
    static ParseContext context() {
        ParseContext context = new ParseContext();
        context.set(EmbeddedDocumentExtractor.class, new None());
        OfficeParserConfig office = new OfficeParserConfig();
        // The other reader of DOCX holds the whole file as objects. The one of PPTX that streams
        // returns the slides in a wrong order.
        office.setUseSAXDocxExtractor(true);
        office.setIncludeHeadersAndFooters(false);
        office.setIncludeSlideMasterContent(false);
        context.set(OfficeParserConfig.class, office);
        return context;
    }

    private static void describe(Metadata metadata, TextBuilder text) {
        said(metadata.get(TikaCoreProperties.TITLE)).ifPresent(it -> text.property("title", it));
        said(metadata.get(TikaCoreProperties.CREATOR)).ifPresent(it -> text.property("author", it));
        said(metadata.get(TikaCoreProperties.MODIFIED))
                .or(() -> said(metadata.get(TikaCoreProperties.CREATED)))
                .or(() -> said(metadata.get("date")))
                .ifPresent(it -> text.property("date", it));
    }

    private static Optional<String> said(@Nullable String value) {
        return Optional.ofNullable(value).filter(it -> !it.isBlank());
    }

    /** Leaves documents within a document out. */
    private static final class None implements EmbeddedDocumentExtractor {
        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(
                InputStream stream, ContentHandler handler, Metadata metadata, boolean html) {
            // Nothing in it is read.
        }
    }
}
