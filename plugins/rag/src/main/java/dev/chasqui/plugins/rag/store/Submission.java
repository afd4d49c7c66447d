package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.Chunker;
import dev.chasqui.plugins.rag.reading.DocumentText;
import dev.chasqui.plugins.rag.reading.FileBytes;
import dev.chasqui.plugins.rag.reading.PassageSpan;
import dev.chasqui.plugins.rag.reading.Upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A document to be added.
 *
 * @param name any text of 1 to 512 visible characters; it is data and never a path
 * @param version the result of {@link #versionOf}
 * @param bytes the size of the file or text, in bytes
 * @param content its text
 * @param spans the passages of its text
 */
public record Submission(
        String name, String version, long bytes, DocumentText content, List<PassageSpan> spans) {
    private static final int LONGEST_NAME = 512;

    /** Control characters, marks of direction, line separators, halves of characters. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\u200C\\u200D]]");

    /** Names that are refused, since clients resolve them in a path before they send it. */
    private static final Set<String> DOTS = Set.of(".", "..");

    /**
     * @throws FailureException with {@code Invalid} if the name breaks its rule or the text is
     *     blank
     */
    public Submission {
        checkName(name);
        if (content.text().isBlank()) {
            throw new FailureException(
                    new Failure.Invalid("text", "text: '" + name + "' has no text to search"));
        }
        spans = List.copyOf(spans);
    }

    /**
     * Returns the submission of a file.
     *
     * @param version the file's version
     * @param content the text extracted from it
     */
    public static Submission of(Upload upload, String version, DocumentText content) {
        return new Submission(
                upload.name(), version, upload.bytes().length(), content, Chunker.spans(content));
    }

    /** Returns the submission of a text. */
    public static Submission ofText(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String version = versionOf(new FileBytes.InMemory(bytes));
        DocumentText content = DocumentText.ofText(name, text);
        return new Submission(name, version, bytes.length, content, Chunker.spans(content));
    }

    /** Returns the SHA-256 of a document's bytes, in hex. */
    public static String versionOf(FileBytes file) {
        try (InputStream bytes = file.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("a document cannot be read back after its upload", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Refuses an invalid name of a document.
     *
     * @throws FailureException with {@code Invalid} if it is blank, too long, {@code .} or {@code
     *     ..}, or has invisible characters
     */
    public static void checkName(String name) {
        boolean odd = INVISIBLE.matcher(name).find() || DOTS.contains(name);
        if (odd || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new FailureException(
                    new Failure.Invalid(
                            "name",
                            "name: of a document (expected: 1 to "
                                    + LONGEST_NAME
                                    + " visible characters, and not '.' or '..')"));
        }
    }
}
