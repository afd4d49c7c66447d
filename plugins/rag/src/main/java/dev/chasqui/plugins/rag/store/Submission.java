package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.Chunker;
import dev.chasqui.plugins.rag.reading.Content;
import dev.chasqui.plugins.rag.reading.Source;
import dev.chasqui.plugins.rag.reading.Span;
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
 * @param name any text of 1 to 512 characters that can be seen; it is data and never a path
 * @param version from {@link #versionOf}
 * @param bytes how large it came
 * @param spans the passages of its text
 */
public record Submission(
        String name, String version, long bytes, Content content, List<Span> spans) {
    private static final int LONGEST_NAME = 512;

    /** Control characters, marks of direction, line separators, halves of characters. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\u200C\\u200D]]");

    /** Clients resolve these in a path before they send it. */
    private static final Set<String> DOTS = Set.of(".", "..");

    /**
     * @throws FailureException with {@code Invalid} if the name cannot be one or there is no text
     */
    public Submission {
        checkName(name);
        if (content.text().isBlank()) {
            throw new FailureException(
                    new Failure.Invalid("text", "text: '" + name + "' has no text to be found"));
        }
        spans = List.copyOf(spans);
    }

    /**
     * A document that came as a file, whose text was made of it.
     *
     * @param version of the file
     */
    public static Submission of(Upload upload, String version, Content content) {
        return new Submission(
                upload.name(), version, upload.source().length(), content, Chunker.spans(content));
    }

    /** A document that came as text. */
    public static Submission ofText(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String version = versionOf(new Source.InMemory(bytes));
        Content content = Content.ofText(name, text);
        return new Submission(name, version, bytes.length, content, Chunker.spans(content));
    }

    /** The SHA-256 of a document's content, in hex. */
    public static String versionOf(Source source) {
        try (InputStream bytes = source.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("a document that came cannot be read back", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Refuses what is no name of a document.
     *
     * @throws FailureException with {@code Invalid}
     */
    public static void checkName(String name) {
        boolean odd = UNSEEN.matcher(name).find() || DOTS.contains(name);
        if (odd || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new FailureException(
                    new Failure.Invalid(
                            "name",
                            "name: of a document (expected: 1 to "
                                    + LONGEST_NAME
                                    + " characters, none that nobody sees, and more than dots)"));
        }
    }
}
