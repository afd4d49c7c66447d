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
 * Where things stand in a request's body, found in one pass that validates the text and builds no
 * tree.
 *
 * <p>Knows the ranges of the top-level members and of each message; values are decoded on demand.
 * Bytes between ranges (white space, commas) belong to nobody and stay as they are when edits are
 * {@linkplain Splice spliced}.
 *
 * @param body the text; not a copy, and must not be changed
 * @param members the range of each top-level member's value, in their order
 * @param messages the range of each element of {@code messages}
 * @param slashed false only if no text of a user message begins with a slash, after white space
 * @param oddities what about it needs a closer look
 */
public record BodyScan(
        byte[] body,
        Map<String, Range> members,
        List<Range> messages,
        boolean slashed,
        Set<Oddity> oddities) {

    /**
     * A value in the body.
     *
     * @param name where the member's name begins, its quote included; -1 for an array's element
     * @param from the value's first byte
     * @param to after the value's last byte
     * @param kind what the value is
     */
    public record Range(int name, int from, int to, JsonKind kind) {}

    /**
     * Scans a body.
     *
     * @throws FailureException with {@code Invalid} if the body is no JSON object or is malformed
     */
    public static BodyScan of(byte[] body) {
        return BodyScanner.scan(body);
    }

    /** Whether one of these was found. */
    public boolean hasAny(Oddity... some) {
        for (Oddity oddity : some) {
            if (oddities.contains(oddity)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a member of this name, null included. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The range of a top-level member's value; null if it is missing or the literal null. */
    public @Nullable Range present(String name) {
        Range range = members.get(name);
        return range == null || range.kind() == JsonKind.NULL ? null : range;
    }

    /**
     * Checks a top-level member's kind; one that is missing or null passes.
     *
     * @throws FailureException with {@code Invalid} that names the member
     */
    public void expect(String name, JsonKind... kinds) {
        Range range = present(name);
        if (range != null && !range.kind().isOneOf(kinds)) {
            throw Invalid.value(name, body, range, JsonKind.words(kinds));
        }
    }

    /** A top-level member's value; empty if it is missing or null. */
    public Optional<Json> value(String name) {
        Range range = present(name);
        return range == null ? Optional.empty() : Optional.of(value(range));
    }

    /** The value at this range. */
    public Json value(Range range) {
        return JsonReader.readRequest(body, range.from(), range.to());
    }

    /**
     * A top-level string; empty if it is missing or null.
     *
     * @throws FailureException with {@code Invalid} if it is something else
     */
    public Optional<String> text(String name) {
        expect(name, JsonKind.STRING);
        return value(name).map(value -> ((Json.Str) value).value());
    }

    /**
     * A top-level boolean; empty if it is missing or null.
     *
     * @throws FailureException with {@code Invalid} if it is something else
     */
    public Optional<Boolean> flag(String name) {
        expect(name, JsonKind.FLAG);
        Range range = present(name);
        return range == null ? Optional.empty() : Optional.of(body[range.from()] == 't');
    }

    /** Whether a top-level string may begin with a slash, after white space; cheap. */
    public boolean slashed(String name) {
        Range range = present(name);
        return range != null
                && range.kind() == JsonKind.STRING
                && BodyScanner.mayBeginWithSlash(body, range.from());
    }
}
