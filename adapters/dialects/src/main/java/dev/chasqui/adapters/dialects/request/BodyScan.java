package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonReader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The positions of values in a request's body. One pass finds them; it validates the text and
 * builds no tree.
 *
 * <p>It holds the ranges of the top-level members and of each message; values are decoded on
 * demand. Bytes between ranges (white space, commas) belong to no range and stay as they are when
 * edits are {@linkplain Splice spliced} in. Immutable if the array is not changed.
 *
 * @param body the text; not a copy, and must not be changed
 * @param members the range of each top-level member's value, in their order
 * @param messages the range of each element of {@code messages}
 * @param slashed false only if no text of a user message begins with a slash, after white space
 * @param oddities the properties of the body that need a closer look
 */
public record BodyScan(
        byte[] body,
        Map<String, Range> members,
        List<Range> messages,
        boolean slashed,
        Set<Oddity> oddities) {

    /**
     * The position of a value in the body.
     *
     * @param name the position of the quote that begins the member's name; -1 for an element of an
     *     array
     * @param from the position of the value's first byte
     * @param to the position after the value's last byte
     * @param kind the kind of the value
     */
    public record Range(int name, int from, int to, JsonKind kind) {}

    /**
     * Scans a body.
     *
     * @throws FailureException with {@code Invalid} if the body is not a JSON object or is
     *     malformed
     */
    public static BodyScan of(byte[] body) {
        return BodyScanner.scan(body);
    }

    /** Returns true if the body has one of these oddities. */
    public boolean hasAny(Oddity... some) {
        for (Oddity oddity : some) {
            if (oddities.contains(oddity)) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if there is a member of this name, even if it is null. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * Returns the range of a top-level member's value; null if it is missing or the literal null.
     */
    public @Nullable Range present(String name) {
        Range range = members.get(name);
        return range == null || range.kind() == JsonKind.NULL ? null : range;
    }

    /**
     * Checks the kind of a top-level member; one that is missing or null passes.
     *
     * @throws FailureException with {@code Invalid} that names the member
     */
    public void expect(String name, JsonKind... kinds) {
        Range range = present(name);
        if (range != null && !range.kind().isOneOf(kinds)) {
            throw Invalid.value(name, body, range, JsonKind.words(kinds));
        }
    }

    /** Returns the failure for a top-level member that is missing, or has a wrong value. */
    public FailureException wrong(String name, String expected) {
        Range range = members.get(name);
        return range == null
                ? Invalid.missing(name, expected)
                : Invalid.value(name, body, range, expected);
    }

    /** Decodes a top-level member's value; empty if it is missing or null. */
    public Optional<Json> value(String name) {
        Range range = present(name);
        return range == null ? Optional.empty() : Optional.of(value(range));
    }

    /** Decodes the value at this range. */
    public Json value(Range range) {
        return JsonReader.readRequest(body, range.from(), range.to());
    }

    /**
     * Decodes a top-level string; empty if it is missing or null.
     *
     * @throws FailureException with {@code Invalid} if it is of another kind
     */
    public Optional<String> text(String name) {
        expect(name, JsonKind.STRING);
        return value(name).map(value -> ((Json.Str) value).value());
    }

    /**
     * Decodes a top-level boolean; empty if it is missing or null.
     *
     * @throws FailureException with {@code Invalid} if it is of another kind
     */
    public Optional<Boolean> flag(String name) {
        expect(name, JsonKind.FLAG);
        Range range = present(name);
        return range == null ? Optional.empty() : Optional.of(body[range.from()] == 't');
    }

    /** Returns true if a top-level string may begin with a slash, after white space. Cheap. */
    public boolean slashed(String name) {
        Range range = present(name);
        return range != null
                && range.kind() == JsonKind.STRING
                && BodyScanner.mayBeginWithSlash(body, range.from());
    }
}
