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
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A document to be added.
 *
 * @param name any text of 1 to 512 visible characters; it is data and never a path
 * @param version the result of {@link #versionOf}
 * @param bytes the size of the file or text, in bytes
 * @param content its text
 * @param spans the passages of its text
 * @param metadata what is known of it, for filters: at most 32 entries, with keys of at most 64 and
 *     values of at most 1,024 characters. A {@code date} is in ISO 8601
 * @param modified the time of its file, if it is known
 */
public record Submission(
        String name,
        String version,
        long bytes,
        DocumentText content,
        List<PassageSpan> spans,
        Map<String, String> metadata,
        Optional<Instant> modified) {
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_TITLE = 1_024;
    private static final int MOST_METADATA = 32;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 1_024;

    /** Control characters, marks of direction, line separators, halves of characters. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\u200C\\u200D]]");

    /** Names that are refused, since clients resolve them in a path before they send it. */
    private static final Set<String> DOTS = Set.of(".", "..");

    /**
     * @throws FailureException with {@code Invalid} if the name or the metadata break their rule or
     *     the text is blank
     */
    public Submission {
        checkName(name);
        if (content.text().isBlank()) {
            throw new FailureException(
                    new Failure.Invalid("text", "text: '" + name + "' has no text to search"));
        }
        spans = List.copyOf(spans);
        metadata = Map.copyOf(metadata);
        checkMetadata(metadata);
    }

    /**
     * Returns the submission of a file. Of what the file says of itself, as much is kept as
     * metadata as there is room for.
     *
     * @param version the file's version
     * @param content the text extracted from it
     */
    public static Submission of(Upload upload, String version, DocumentText content) {
        return new Submission(
                upload.name(),
                version,
                upload.bytes().length(),
                content,
                Chunker.spans(content),
                fitting(content.metadata()),
                Optional.empty());
    }

    /** Returns the submission of a text. */
    public static Submission ofText(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String version = versionOf(new FileBytes.InMemory(bytes));
        DocumentText content = DocumentText.ofText(name, text);
        return new Submission(
                name,
                version,
                bytes.length,
                content,
                Chunker.spans(content),
                Map.of(),
                Optional.empty());
    }

    /** Returns the document's title, cut at a length that can be stored. */
    public Optional<String> title() {
        return content.title()
                .map(String::strip)
                .filter(title -> !title.isEmpty())
                .map(title -> cut(title, LONGEST_TITLE));
    }

    /** Returns this submission with a title, which replaces the one of its file. */
    public Submission withTitle(String title) {
        DocumentText titled =
                new DocumentText(
                        content.kind(),
                        content.text(),
                        Optional.of(title),
                        content.pages(),
                        content.metadata());
        return new Submission(name, version, bytes, titled, spans, metadata, modified);
    }

    /**
     * Returns this submission with further metadata, which replace those of the same keys.
     *
     * @throws FailureException with {@code Invalid} if there is too much
     */
    public Submission withMetadata(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(metadata);
        all.putAll(more);
        return new Submission(name, version, bytes, content, spans, all, modified);
    }

    /** Returns this submission with the time of its file. */
    public Submission withModified(Instant time) {
        return new Submission(name, version, bytes, content, spans, metadata, Optional.of(time));
    }

    /** Returns true if adding this would not change a stored document of its name. */
    boolean isSameAs(StoredDocument stored) {
        return version.equals(stored.version())
                && title().equals(stored.title())
                && metadata.equals(stored.metadata());
    }

    /**
     * Returns the description under which the document is stored.
     *
     * @param language the code of its language
     * @param now the time of the addition
     */
    StoredDocument stored(String language, Instant now) {
        Instant dated = DocumentDate.of(metadata.get("date")).or(() -> modified).orElse(now);
        return new StoredDocument(
                name,
                version,
                content.kind().label(),
                spans.size(),
                bytes,
                now,
                title(),
                language,
                dated,
                metadata);
    }

    private static Map<String, String> fitting(Map<String, String> metadata) {
        Map<String, String> fitting = new TreeMap<>();
        new TreeMap<>(metadata)
                .forEach(
                        (key, value) -> {
                            boolean room = fitting.size() < MOST_METADATA;
                            if (room && isKey(key) && !value.isBlank()) {
                                fitting.put(key, cut(value, LONGEST_VALUE));
                            }
                        });
        return fitting;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean half = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, half ? most - 1 : most);
    }

    private static boolean isKey(String key) {
        return !key.isBlank() && key.length() <= LONGEST_KEY && !INVISIBLE.matcher(key).find();
    }

    private static void checkMetadata(Map<String, String> metadata) {
        boolean fits =
                metadata.size() <= MOST_METADATA
                        && metadata.keySet().stream().allMatch(Submission::isKey)
                        && metadata.values().stream().allMatch(v -> v.length() <= LONGEST_VALUE);
        if (!fits) {
            throw new FailureException(
                    new Failure.Invalid(
                            "metadata",
                            "metadata: of a document (expected: at most "
                                    + MOST_METADATA
                                    + " entries, with keys of 1 to "
                                    + LONGEST_KEY
                                    + " visible characters and values of at most "
                                    + LONGEST_VALUE
                                    + ")"));
        }
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
