package dev.chasqui.adapters.dialects;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one pass over a body that makes a {@link BodyScan}. */
final class BodyScanner {
    /** What members of a message must be in either dialect, or null. */
    private static final Map<String, List<JsonKind>> KINDS_IN_MESSAGES =
            Map.of(
                    "role", List.of(JsonKind.STRING),
                    "content", List.of(JsonKind.STRING, JsonKind.ARRAY),
                    "tool_calls", List.of(JsonKind.ARRAY));

    private final JsonParser parser;
    private final byte[] body;
    private final Map<String, BodyScan.Range> members = new LinkedHashMap<>();
    private final List<BodyScan.Range> messages = new ArrayList<>();
    private boolean slashed;

    private BodyScanner(JsonParser parser, byte[] body) {
        this.parser = parser;
        this.body = body;
    }

    static BodyScan scan(byte[] body) {
        try (JsonParser parser = JsonReader.parser(body, 0, body.length)) {
            return new BodyScanner(parser, body).scan();
        } catch (JacksonException e) {
            throw JsonReader.malformed(e);
        }
    }

    private BodyScan scan() {
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
            }
            members.put(member, new BodyScan.Range(name, from, valueEnd(), kind));
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
            }
            messages.add(new BodyScan.Range(-1, from, valueEnd(), kind));
        }
    }

    private void scanMessage() {
        boolean user = false;
        boolean slash = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken kind = parser.nextToken();
            expect(member, kind);
            if (member.equals("role") && kind == JsonToken.VALUE_STRING) {
                user = parser.getString().equals("user");
            } else if (member.equals("content") && kind == JsonToken.VALUE_STRING) {
                slash |= mayBeginWithSlash(body, tokenStart());
            } else if (member.equals("content") && kind == JsonToken.START_ARRAY) {
                slash |= scanParts();
            } else {
                parser.skipChildren();
            }
        }
        slashed |= user && slash;
    }

    /**
     * Looks at the first token of a message's member alone; what is inside shows when it is read.
     */
    private void expect(String member, JsonToken kind) {
        List<JsonKind> kinds = KINDS_IN_MESSAGES.getOrDefault(member, List.of());
        if (kinds.isEmpty() || kind == JsonToken.VALUE_NULL || JsonKind.anyBegins(kinds, kind)) {
            return;
        }
        BodyScan.Range value = new BodyScan.Range(-1, tokenStart(), valueEnd(), kind);
        throw Invalid.value(
                "messages[" + messages.size() + "]." + member, body, value, JsonKind.words(kinds));
    }

    /** Goes to the end of a content array; whether a text in it may begin with a slash. */
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
                slash |= mayBeginWithSlash(body, tokenStart());
            }
        }
        return slash;
    }

    /** Looks at the raw bytes, so that a long text is not decoded for its first character. */
    static boolean mayBeginWithSlash(byte[] body, int quote) {
        int i = quote + 1;
        while (i < body.length && body[i] == ' ') {
            i++;
        }
        if (i == body.length) {
            return false;
        }
        // An escape may be white space or a slash, and so may what is not ASCII: let others see.
        return body[i] == '/' || body[i] == '\\' || body[i] < 0;
    }

    private int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** After the value that the parser is at, whose children may have been read already. */
    private int valueEnd() {
        parser.skipChildren();
        parser.finishToken();
        return (int) parser.currentLocation().getByteOffset();
    }
}
