package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.Chunker;
import dev.chasqui.plugins.rag.reading.Content;
import dev.chasqui.plugins.rag.reading.Span;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A document to be added.
 *
 * @param name any text of 1 to 512 characters without control characters; it is data and never a
 *     path
 * @param version from {@link #versionOf}
 * @param bytes how large it came
 * @param spans the passages of its text
 */
public record Submission(
        String name, String version, long bytes, Content content, List<Span> spans) {
    private static final int LONGEST_NAME = 512;

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

    /** A document that came as bytes, whose text was made of these. */
    public static Submission of(String name, byte[] bytes, Content content) {
        return new Submission(
                name, versionOf(bytes), bytes.length, content, Chunker.spans(content));
    }

    /** A document that came as text. */
    public static Submission ofText(String name, String text) {
        return of(name, text.getBytes(StandardCharsets.UTF_8), Content.ofText(name, text));
    }

    /** The SHA-256 of a document's content, in hex. */
    public static String versionOf(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
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
        boolean odd =
                name.codePoints()
                        .anyMatch(
                                sign ->
                                        Character.isISOControl(sign)
                                                || Character.getType(sign) == Character.SURROGATE);
        if (odd || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new FailureException(
                    new Failure.Invalid(
                            "name",
                            "name: of a document (expected: 1 to "
                                    + LONGEST_NAME
                                    + " characters, no control characters)"));
        }
    }
}
