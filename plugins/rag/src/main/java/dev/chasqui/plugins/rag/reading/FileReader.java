package dev.chasqui.plugins.rag.reading;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Extracts the text of files. The kind of a file is found by its content, else by its name, else by
 * its content type. Safe for use by several threads.
 */
public final class FileReader implements AutoCloseable {
    /** The kinds of files that can be read, as text for messages. */
    static final String UNDERSTOOD =
            "text, Markdown, HTML, CSV, JSON, notebooks, subtitles, code, PDF, office files, EPUB"
                    + " and e-mail are understood";

    private static final int MOST_HTML = 16 << 20;

    private static final int MOST_TAGS = 500_000;

    /**
     * The bytes of memory for each byte of a page, whose text is in memory several times, and for
     * each tag, which becomes several objects.
     */
    private static final long HTML_MEMORY = 6;

    private static final long TAG_MEMORY = 300;

    /**
     * The bytes of memory for each byte of a text: it is decoded into a buffer and copied from
     * there, at two bytes for a character.
     */
    private static final long TEXT_MEMORY = 4;

    private static final int HEAD = 1024;
    private static final byte[] ZIP = HexFormat.of().parseHex("504b0304");
    private static final byte[] OLD_OFFICE = HexFormat.of().parseHex("d0cf11e0");
    private static final byte[] GZIP = HexFormat.of().parseHex("1f8b");
    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RTF = "{\\rtf".getBytes(StandardCharsets.US_ASCII);

    private final DocumentReader documents;

    /** Makes a reader that starts processes when they are needed. */
    public FileReader() {
        this(new DocumentReader());
    }

    FileReader(DocumentReader documents) {
        this.documents = documents;
    }

    /**
     * Returns an upper bound, in bytes, of the memory for reading a file, its text included.
     *
     * @throws FailureException with {@code Invalid} if the file is empty, of a kind that cannot be
     *     read, or an HTML page that is too large
     */
    public long memory(Upload upload) {
        long length = upload.bytes().length();
        return switch (kind(upload)) {
            case HTML -> HTML_MEMORY * length + TAG_MEMORY * checkedTags(upload);
            case TEXT, MARKDOWN, SUBTITLES, CODE -> TEXT_MEMORY * length;
            // A table's lines have more characters than its fields.
            case CSV -> 3 * TEXT_MEMORY * length;
            case JSON, NOTEBOOK ->
                    2 * TEXT_MEMORY * length
                            + (length > JsonText.MOST_PARSED ? 0 : JsonText.MEMORY);
            default -> 5L * DocumentReader.MOST_TEXT;
        };
    }

    /**
     * Returns the text of a file.
     *
     * @throws FailureException with {@code Invalid} if the file cannot be read or holds no text,
     *     with {@code Overloaded} if too many are being read, with {@code Cancelled} if the
     *     exchange is cancelled meanwhile
     */
    public DocumentText read(Upload upload, Cancellation cancellation) {
        FileKind kind = kind(upload);
        DocumentText content = content(kind, upload, cancellation);
        if (content.text().isBlank()) {
            throw unreadable(upload.name(), "has no text");
        }
        return content;
    }

    /** Ends the processes that read files. */
    @Override
    public void close() {
        documents.close();
    }

    private DocumentText content(FileKind kind, Upload upload, Cancellation cancellation) {
        try {
            return switch (kind) {
                case HTML -> {
                    var _ = checkedTags(upload);
                    yield HtmlText.of(upload);
                }
                case TEXT, MARKDOWN, CSV, JSON, NOTEBOOK, SUBTITLES, CODE ->
                        DocumentText.ofDecoded(kind, upload.name(), PlainText.decode(upload, kind));
                default -> {
                    ReaderJars.missing()
                            .ifPresent(
                                    why -> {
                                        throw unreadable(upload.name(), why);
                                    });
                    yield documents.read(upload.name(), kind, upload.bytes(), cancellation);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException("a file cannot be read back after its upload", e);
        }
    }

    /**
     * Returns the number of tags of a page; refuses a page whose parsing would need too much
     * memory.
     */
    private static long checkedTags(Upload upload) {
        if (upload.bytes().length() > MOST_HTML) {
            throw tooLarge(upload, (MOST_HTML >> 20) + " MiB");
        }
        long tags = tags(upload.bytes());
        if (tags > MOST_TAGS) {
            throw tooLarge(upload, MOST_TAGS + " tags");
        }
        return tags;
    }

    private static FailureException tooLarge(Upload upload, String most) {
        return unreadable(
                upload.name(),
                "is too large for HTML (expected: at most "
                        + most
                        + "); split it, or send its text");
    }

    private static long tags(FileBytes file) {
        byte[] some = new byte[1 << 16];
        long tags = 0;
        try (InputStream in = file.open()) {
            for (int got = in.read(some); got >= 0; got = in.read(some)) {
                for (int i = 0; i < got; i++) {
                    tags += some[i] == '<' ? 1 : 0;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a file cannot be read back after its upload", e);
        }
        return tags;
    }

    private static FileKind kind(Upload upload) {
        byte[] bytes = head(upload.bytes());
        if (bytes.length == 0) {
            throw unreadable(upload.name(), "is empty");
        }
        if (startsWith(bytes, GZIP)) {
            throw unsupported(upload.name(), "is an archive; add the files in it one by one");
        }
        Optional<FileKind> said =
                FileKind.ofName(upload.name())
                        .or(() -> upload.contentType().flatMap(FileKind::ofContentType));
        // Which of the kinds that are packed alike a file is, the process finds by its parts.
        if (startsWith(bytes, ZIP)) {
            return said.filter(FileKind::isPacked).orElse(FileKind.DOCX);
        }
        if (startsWith(bytes, OLD_OFFICE)) {
            return said.filter(FileKind::isOldOffice).orElse(FileKind.DOC);
        }
        if (startsWith(bytes, RTF)) {
            return FileKind.RTF;
        }
        String head =
                new String(bytes, StandardCharsets.ISO_8859_1)
                        .replaceFirst("^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)", "")
                        .replace("\0", "")
                        .stripLeading()
                        .toLowerCase(Locale.ROOT);
        if (head.startsWith("%pdf-")) {
            return FileKind.PDF;
        }
        if (head.startsWith("<!doctype html") || head.startsWith("<html")) {
            return FileKind.HTML;
        }
        FileKind named = said.orElse(FileKind.TEXT);
        if (named.isPacked() || named.isOldOffice() || named == FileKind.RTF) {
            throw unreadable(
                    upload.name(),
                    "cannot be read as "
                            + named.title()
                            + "; it is no "
                            + named.title()
                            + ": give it the name that fits its content, or save it again");
        }
        boolean mail = named == FileKind.EML || named == FileKind.MBOX;
        if (mail && new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0) {
            throw unsupported(upload.name(), "is no e-mail but binary data; " + UNDERSTOOD);
        }
        if (named == FileKind.PDF && !isMarkedAsPdf(upload.bytes())) {
            throw unreadable(
                    upload.name(),
                    "cannot be read as PDF; it is no PDF (expected: '%PDF-' somewhere in it)");
        }
        return named;
    }

    /** Returns true if a file contains the mark of a PDF, at any place. */
    private static boolean isMarkedAsPdf(FileBytes file) {
        try (InputStream in = new BufferedInputStream(file.open(), 1 << 16)) {
            int matched = 0;
            for (int b = in.read(); b >= 0 && matched < PDF.length; b = in.read()) {
                matched = b == PDF[matched] ? matched + 1 : b == PDF[0] ? 1 : 0;
            }
            return matched == PDF.length;
        } catch (IOException e) {
            throw new UncheckedIOException("a file cannot be read back after its upload", e);
        }
    }

    private static byte[] head(FileBytes file) {
        try {
            return file.head(HEAD);
        } catch (IOException e) {
            throw new UncheckedIOException("a file cannot be read back after its upload", e);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    /** Returns the failure of a file of a kind that is not read. */
    static FailureException unsupported(String name, String why) {
        return new FailureException(new Failure.Invalid("type", name + ": " + why));
    }

    /** Returns a failure that names the file. */
    static FailureException unreadable(String name, String why) {
        return new FailureException(new Failure.Invalid("file", name + ": " + why));
    }
}
