package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where things stand in a request's body, found in one pass that validates the text and builds no
 * tree.
 *
 * <p>Knows the ranges of the top-level members and of each message, the text of top-level strings
 * is decoded on demand. Bytes between ranges (white space, commas) belong to nobody and stay as
 * they are when edits are spliced.
 *
 * @param members the range of each top-level member's value, in their order
 * @param messages the range of each element of {@code messages}
 * @param slashed whether a user message's first text begins with a slash, after white space
 */
record BodyScan(byte[] body, Map<String, Range> members, List<Range> messages, boolean slashed) {

    /**
     * A value in the body.
     *
     * @param name where the member's name begins, its quote included; -1 for an array's element
     * @param from the value's first byte
     * @param to after the value's last byte
     * @param kind the value's first token
     */
    record Range(int name, int from, int to, JsonToken kind) {}

    /**
     * @throws FailureException with {@code Invalid} if the body is no JSON object or is malformed
     */
    static BodyScan of(byte[] body) {
        try (JsonParser parser =
                JsonReader.FACTORY.createParser(ObjectReadContext.empty(), body, 0, body.length)) {
            return new Pass(parser, body).run();
        } catch (JacksonException e) {
            throw JsonReader.malformed(e);
        }
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * A top-level string; empty if it is missing or null.
     *
     * @throws FailureException with {@code Invalid} if it is something else
     */
    Optional<String> text(String name) {
        Range range = members.get(name);
        if (range == null || range.kind() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (range.kind() != JsonToken.VALUE_STRING) {
            throw wrongType(name, range, "a string");
        }
        return Optional.of(
                ((dev.chasqui.domain.json.Json.Str) JsonReader.read(body, range.from(), range.to()))
                        .value());
    }

    /**
     * A top-level boolean; empty if it is missing or null.
     *
     * @throws FailureException with {@code Invalid} if it is something else
     */
    Optional<Boolean> flag(String name) {
        Range range = members.get(name);
        if (range == null || range.kind() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        return switch (range.kind()) {
            case VALUE_TRUE -> Optional.of(true);
            case VALUE_FALSE -> Optional.of(false);
            default -> throw wrongType(name, range, "true or false");
        };
    }

    private FailureException wrongType(String name, Range range, String expected) {
        String value =
                new String(
                        body,
                        range.from(),
                        Math.min(40, range.to() - range.from()),
                        java.nio.charset.StandardCharsets.UTF_8);
        return new FailureException(
                new Failure.Invalid(name, name + ": " + value + " (expected: " + expected + ")"));
    }

    /** The pass itself. */
    private static final class Pass {
        private final JsonParser parser;
        private final byte[] body;
        private final Map<String, Range> members = new LinkedHashMap<>();
        private final List<Range> messages = new ArrayList<>();
        private boolean slashed;

        Pass(JsonParser parser, byte[] body) {
            this.parser = parser;
            this.body = body;
        }

        BodyScan run() {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw JsonReader.malformed("it is empty");
            }
            if (first != JsonToken.START_OBJECT) {
                throw JsonReader.malformed("expected an object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                int name = tokenStart();
                JsonToken kind = parser.nextToken();
                int from = tokenStart();
                if (member.equals("messages") && kind == JsonToken.START_ARRAY) {
                    scanMessages();
                } else {
                    finishValue();
                }
                members.put(member, new Range(name, from, tokenEnd(), kind));
            }
            if (parser.nextToken() != null) {
                throw JsonReader.malformed("there is text after its end");
            }
            return new BodyScan(body, members, messages, slashed);
        }

        private void scanMessages() {
            JsonToken kind;
            while ((kind = parser.nextToken()) != JsonToken.END_ARRAY) {
                int from = tokenStart();
                if (kind == JsonToken.START_OBJECT) {
                    scanMessage();
                } else {
                    finishValue();
                }
                messages.add(new Range(-1, from, tokenEnd(), kind));
            }
        }

        private void scanMessage() {
            boolean user = false;
            boolean slash = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                JsonToken kind = parser.nextToken();
                if (member.equals("role") && kind == JsonToken.VALUE_STRING) {
                    user = parser.getString().equals("user");
                } else if (member.equals("content") && kind == JsonToken.VALUE_STRING) {
                    slash |= beginsWithSlash();
                    finishValue();
                } else if (member.equals("content") && kind == JsonToken.START_ARRAY) {
                    slash |= scanParts();
                } else {
                    finishValue();
                }
            }
            slashed |= user && slash;
        }

        /** Goes to the end of a content array; whether a text in it begins with a slash. */
        private boolean scanParts() {
            boolean slash = false;
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.VALUE_STRING && "text".equals(parser.currentName())) {
                    slash |= beginsWithSlash();
                    finishValue();
                }
            }
            return slash;
        }

        /** Looks at the raw bytes, so that a long text is not decoded for its first character. */
        private boolean beginsWithSlash() {
            int i = tokenStart() + 1;
            while (i < body.length) {
                switch (body[i]) {
                    case ' ', '\t', '\n', '\r' -> i++;
                    case '/' -> {
                        return true;
                    }
                    // An escape may be white space or a slash: let the decoder see.
                    case '\\' -> {
                        return true;
                    }
                    default -> {
                        // Not ASCII: may be a white space of Unicode.
                        return body[i] < 0;
                    }
                }
            }
            return false;
        }

        private void finishValue() {
            parser.skipChildren();
            parser.finishToken();
        }

        private int tokenStart() {
            return (int) parser.currentTokenLocation().getByteOffset();
        }

        /** After the current token, which has been read to its end. */
        private int tokenEnd() {
            return (int) parser.currentLocation().getByteOffset();
        }
    }

    /** The range of a top-level member's value, or null. */
    @Nullable Range member(String name) {
        return members.get(name);
    }
}
