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
import java.util.stream.Stream;

/**
 * Extracts the text of files. The kind of a file is found by its content, else by its name, else by
 * its content type. Safe for use by several threads.
 */
public final class FileReader implements AutoCloseable {
    /** The kinds of files that can be read, as text for messages. */
    static final String UNDERSTOOD = "plain text, Markdown, HTML and PDF are understood";

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

    private final PdfReader pdf;

    /** Makes a reader that starts processes for PDFs when they are needed. */
    public FileReader() {
        this(new PdfReader());
    }

    FileReader(PdfReader pdf) {
        this.pdf = pdf;
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
            case PDF -> 5L * PdfReader.MOST_TEXT;
            case HTML -> HTML_MEMORY * length + TAG_MEMORY * checkedTags(upload);
            case TEXT, MARKDOWN -> TEXT_MEMORY * length;
        };
    }

    /**
     * Returns the text of a file.
     *
     * @throws FailureException with {@code Invalid} if the file cannot be read or holds no text,
     *     with {@code Overloaded} if too many PDFs are being read, with {@code Cancelled} if the
     *     exchange is cancelled meanwhile
     */
    public DocumentText read(Upload upload, Cancellation cancellation) {
        FileKind kind = kind(upload);
        String text = text(kind, upload, cancellation);
        if (text.isBlank()) {
            throw unreadable(upload.name(), "has no text");
        }
        return new DocumentText(kind, text);
    }

    /** Ends the processes that read PDFs. */
    @Override
    public void close() {
        pdf.close();
    }

    private String text(FileKind kind, Upload upload, Cancellation cancellation) {
        try {
            return switch (kind) {
                case PDF -> pdf.read(upload.name(), upload.bytes(), cancellation);
                case HTML -> {
                    var _ = checkedTags(upload);
                    yield HtmlText.of(upload);
                }
                case TEXT, MARKDOWN -> PlainText.decode(upload, kind);
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
        if (Stream.of(ZIP, GZIP, OLD_OFFICE, RTF).anyMatch(mark -> startsWith(bytes, mark))) {
            throw new FailureException(
                    new Failure.Invalid(
                            "type",
                            upload.name()
                                    + ": is an office file or an archive; "
                                    + UNDERSTOOD
                                    + ": save it as PDF or text"));
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
        FileKind named =
                FileKind.ofName(upload.name())
                        .or(() -> upload.contentType().flatMap(FileKind::ofContentType))
                        .orElse(FileKind.TEXT);
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

    /** Returns a failure that names the file. */
    static FailureException unreadable(String name, String why) {
        return new FailureException(new Failure.Invalid("file", name + ": " + why));
    }
}
