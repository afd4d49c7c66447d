package dev.chasqui.adapters.http.form;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The headers of one part of a form that identify its field. Used by one thread.
 *
 * <p>A part is refused if another reader may understand its headers as those of another field.
 */
final class PartHead {
    private static final String DISPOSITION = "content-disposition";

    /** The transfer encodings that do not change the bytes. */
    private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");

    private Optional<HeaderParameters> disposition = Optional.empty();
    private boolean encoded;

    /**
     * Adds a header.
     *
     * @param line the line of the header without its line end
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the header is
     *     malformed, or is a second or ambiguous Content-Disposition
     */
    void add(String line) {
        int colon = line.indexOf(':');
        if (colon < 1 || line.substring(0, colon).chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw FormScanner.malformed("a part has a malformed header");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        if (name.equals(DISPOSITION)) {
            addDisposition(value);
        } else if (name.equals("content-transfer-encoding")) {
            encoded |= !PLAIN.contains(value.toLowerCase(Locale.ROOT));
        }
    }

    private void addDisposition(String value) {
        Optional<HeaderParameters> parsed =
                HeaderParameters.parse(value)
                        .filter(given -> given.value().equals("form-data"))
                        .filter(given -> !given.parameters().containsKey("name*"))
                        .filter(
                                given ->
                                        given.parameters().getOrDefault("name", "\\").indexOf('\\')
                                                < 0);
        if (parsed.isEmpty() || disposition.isPresent()) {
            throw FormScanner.malformed(
                    "a part has no clear Content-Disposition (expected: form-data; name=\"…\")");
        }
        disposition = parsed;
    }

    /**
     * Returns true if the part is the field of this name.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the part has no
     *     Content-Disposition, or is this field but sent as a file or in a transfer encoding
     */
    boolean isField(String field) {
        HeaderParameters given =
                disposition.orElseThrow(
                        () -> FormScanner.malformed("a part has no Content-Disposition"));
        if (!field.equals(given.parameters().get("name"))) {
            return false;
        }
        if (encoded
                || given.parameters().keySet().stream().anyMatch(n -> n.startsWith("filename"))) {
            throw FormScanner.malformed("the field '" + field + "' is no plain text");
        }
        return true;
    }
}
