package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a collection: a letter or digit, then up to 63 letters, digits, {@code _}, {@code .}
 * or {@code -}.
 */
public record CollectionName(String value) implements Comparable<CollectionName> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern FOLDER = Pattern.compile("(?:[a-z0-9-]|_[0-9a-f]{2})+");
    private static final Pattern ESCAPED = Pattern.compile("_([0-9a-f]{2})");

    /**
     * @throws FailureException with {@code Invalid} if the value breaks this rule
     */
    public CollectionName {
        if (!isValid(value)) {
            throw new FailureException(
                    new Failure.Invalid(
                            "collection",
                            "collection: '"
                                    + value
                                    + "' (expected: a letter or digit, then at most 63 letters,"
                                    + " digits, '_', '.' or '-')"));
        }
    }

    /** Returns true if a text may be the name of a collection. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Returns the name of the collection's folder. Lower case letters, digits and {@code -} stand
     * for themselves, other characters are written by their code, so that {@code Handbook} and
     * {@code handbook} are two folders on every system.
     */
    String folder() {
        StringBuilder folder = new StringBuilder();
        for (byte sign : value.getBytes(StandardCharsets.US_ASCII)) {
            boolean plain = sign == '-' || Character.isDigit(sign) || Character.isLowerCase(sign);
            if (plain) {
                folder.append((char) sign);
            } else {
                folder.append('_').append(HexFormat.of().toHexDigits(sign));
            }
        }
        return folder.toString();
    }

    /**
     * Returns the name of the collection in a folder; empty if no collection has a folder of this
     * name.
     */
    static Optional<CollectionName> ofFolder(String folder) {
        if (!FOLDER.matcher(folder).matches()) {
            return Optional.empty();
        }
        String name =
                ESCAPED.matcher(folder)
                        .replaceAll(
                                code ->
                                        String.valueOf(
                                                (char) HexFormat.fromHexDigits(code.group(1))));
        return Optional.of(name)
                .filter(NAME.asMatchPredicate())
                .map(CollectionName::new)
                .filter(collection -> collection.folder().equals(folder));
    }

    @Override
    public int compareTo(CollectionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
