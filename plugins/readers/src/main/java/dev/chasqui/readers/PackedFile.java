package dev.chasqui.readers;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/**
 * Files that are a ZIP archive: office files and books. Their size when unpacked is counted before
 * anything reads them, since the sizes that an archive declares may be lies.
 */
final class PackedFile {
    /** The most bytes of all parts together: more than the largest spreadsheets have. */
    private static final long MOST_BYTES = 512L << 20;

    private static final int MOST_PARTS = 20_000;

    private PackedFile() {}

    /**
     * Returns the kind of a file by the parts in it.
     *
     * @throws Unreadable if it is encrypted, a bomb or of no known kind
     * @throws IOException if it is damaged
     */
    static Kind kind(byte[] bytes) throws IOException {
        try (ZipFile zip =
                ZipFile.builder()
                        .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                        .get()) {
            measure(zip);
            ZipArchiveEntry type = zip.getEntry("mimetype");
            if (type != null) {
                return open(zip, type);
            }
            for (ZipArchiveEntry part : Collections.list(zip.getEntries())) {
                String name = part.getName();
                if (name.startsWith("word/")) {
                    return Kind.DOCX;
                }
                if (name.startsWith("xl/")) {
                    return Kind.XLSX;
                }
                if (name.startsWith("ppt/")) {
                    return Kind.PPTX;
                }
            }
            throw new Unreadable(Outcome.UNKNOWN);
        }
    }

    private static Kind open(ZipFile zip, ZipArchiveEntry type) throws IOException {
        try (InputStream in = zip.getInputStream(type)) {
            String said = new String(in.readNBytes(200), StandardCharsets.US_ASCII).strip();
            return switch (said) {
                case "application/epub+zip" -> Kind.EPUB;
                case "application/vnd.oasis.opendocument.text",
                        "application/vnd.oasis.opendocument.text-template" ->
                        Kind.ODT;
                case "application/vnd.oasis.opendocument.spreadsheet",
                        "application/vnd.oasis.opendocument.spreadsheet-template" ->
                        Kind.ODS;
                case "application/vnd.oasis.opendocument.presentation",
                        "application/vnd.oasis.opendocument.presentation-template" ->
                        Kind.ODP;
                default -> throw new Unreadable(Outcome.UNKNOWN);
            };
        }
    }

    private static void measure(ZipFile zip) throws IOException {
        long bytes = 0;
        int parts = 0;
        byte[] some = new byte[1 << 16];
        for (ZipArchiveEntry part : Collections.list(zip.getEntries())) {
            parts++;
            if (part.getGeneralPurposeBit().usesEncryption()) {
                throw new Unreadable(Outcome.ENCRYPTED);
            }
            try (InputStream in = zip.getInputStream(part)) {
                for (int got = in.read(some); got >= 0; got = in.read(some)) {
                    bytes += got;
                    if (bytes > MOST_BYTES || parts > MOST_PARTS) {
                        throw new Unreadable(Outcome.BOMB);
                    }
                }
            }
        }
    }
}
