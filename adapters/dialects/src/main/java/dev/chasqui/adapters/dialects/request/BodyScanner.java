package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.json.reading.MalformedJson;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pass over a body that makes a {@link BodyScan}. Used once, by one thread. */
final class BodyScanner {
    private static final String MESSAGES = "messages";
    private static final JsonNames IN_MESSAGES =
            JsonNames.of(
                    "role",
                    "content",
                    "tool_calls",
                    "tool_call_id",
                    "tool_name",
                    "name",
                    "thinking",
                    "images");
    private static final JsonNames IN_PARTS = JsonNames.of("type", "text", "image_url");

    /** The number of bytes of an empty string. */
    private static final int NO_TEXT = 2;

    private final JsonScanner scanner = new JsonScanner();
    private final Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);
    private final ShapeScanner shapes = new ShapeScanner(scanner, oddities);
    private final byte[] body;
    private final Map<String, BodyScan.Range> members = new LinkedHashMap<>();
    private final List<BodyScan.Range> messages = new ArrayList<>();
    private boolean slashed;

    private BodyScanner(byte[] body) {
        this.body = body;
    }

    static BodyScan scan(byte[] body) {
        return new BodyScanner(body).scan();
    }

    private BodyScan scan() {
        scanner.over(body);
        if (scanner.kind() != JsonKind.OBJECT) {
            // A text that is malformed as well is refused for that.
            scanner.skip();
            scanner.finish();
            throw MalformedJson.because("expected an object");
        }
        scanner.enter();
        while (scanner.nextMember()) {
            String member = scanner.name();
            int name = scanner.nameAt();
            JsonKind kind = scanner.kind();
            int from = scanner.at();
            switch (member) {
                case MESSAGES -> scanMessages();
                case "tools" -> shapes.functions(false);
                case "images" -> shapes.texts();
                case "stop" -> {
                    if (kind == JsonKind.ARRAY) {
                        shapes.texts();
                    } else {
                        scanner.skip();
                    }
                }
                case "options" -> shapes.options();
                case "response_format" -> shapes.format();
                default -> scanner.skip();
            }
            members.put(member, new BodyScan.Range(name, from, scanner.at(), kind));
        }
        scanner.finish();
        return new BodyScan(body, members, messages, slashed, oddities);
    }

    private void scanMessages() {
        if (!shapes.enter(JsonKind.ARRAY)) {
            return;
        }
        while (scanner.nextItem()) {
            JsonKind kind = scanner.kind();
            int from = scanner.at();
            if (kind == JsonKind.OBJECT) {
                scanMessage();
            } else {
                scanner.skip();
            }
            if (messages.size() == JsonReader.MOST_VALUES) {
                throw MalformedJson.tooManyValues();
            }
            messages.add(new BodyScan.Range(-1, from, scanner.at(), kind));
        }
    }

    private void scanMessage() {
        boolean user = true;
        boolean role = false;
        boolean slash = false;
        scanner.enter();
        while (scanner.nextMember()) {
            switch (scanner.name(IN_MESSAGES)) {
                case "role" -> {
                    expect("role", JsonKind.STRING);
                    role = scanner.kind() == JsonKind.STRING;
                    int from = scanner.at();
                    // Ollama takes a message without a role as the user's.
                    user = scanner.isText("user") || !role || scanner.at() - from == NO_TEXT;
                }
                case "content" -> {
                    expect("content", JsonKind.STRING, JsonKind.ARRAY);
                    slash |= scanContent();
                }
                case "tool_calls" -> {
                    expect("tool_calls", JsonKind.ARRAY);
                    shapes.functions(true);
                }
                case "tool_call_id", "tool_name", "name", "thinking" ->
                        shapes.take(JsonKind.STRING);
                case "images" -> shapes.texts();
                default -> scanner.skip();
            }
        }
        if (!role) {
            oddities.add(Oddity.NO_ROLE);
        }
        slashed |= user && slash;
    }

    /** Checks the kind that a member of a message has in all dialects; null passes. */
    private void expect(String member, JsonKind... kinds) {
        JsonKind kind = scanner.kind();
        if (kind == JsonKind.NULL || kind.isOneOf(kinds)) {
            return;
        }
        int from = scanner.at();
        scanner.skip();
        BodyScan.Range value = new BodyScan.Range(-1, from, scanner.at(), kind);
        throw Invalid.value(
                "messages[" + messages.size() + "]." + member, body, value, JsonKind.words(kinds));
    }

    /** Scans the content of a message; returns true if a text in it may begin with a slash. */
    private boolean scanContent() {
        boolean slash = false;
        if (scanner.kind() == JsonKind.ARRAY) {
            oddities.add(Oddity.PARTS);
            scanner.enter();
            while (scanner.nextItem()) {
                slash |= scanPart();
            }
        } else {
            slash = mayBeginWithSlash(body, scanner.at());
            scanner.skip();
        }
        return slash;
    }

    private boolean scanPart() {
        boolean slash = false;
        boolean text = false;
        boolean image = false;
        boolean saysText = false;
        boolean saysImage = false;
        if (!shapes.enterItem()) {
            return false;
        }
        while (scanner.nextMember()) {
            switch (scanner.name(IN_PARTS)) {
                case "type" -> {
                    scanner.kind();
                    int from = scanner.at();
                    shapes.take(JsonKind.STRING);
                    saysText = isAt(from, "\"text\"");
                    saysImage = isAt(from, "\"image_url\"");
                }
                case "text" -> {
                    text = scanner.kind() == JsonKind.STRING;
                    slash |= text && mayBeginWithSlash(body, scanner.at());
                    shapes.take(JsonKind.STRING);
                }
                case "image_url" -> {
                    image = true;
                    shapes.image();
                }
                default -> scanner.skip();
            }
        }
        if ((saysText && !text) || (saysImage && !image)) {
            oddities.add(Oddity.WRONG_KIND);
        }
        return slash;
    }

    private boolean isAt(int from, String expected) {
        int length = expected.length();
        for (int i = 0; i < length; i++) {
            if (from + i >= body.length || body[from + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns true if a string may begin with a slash. Reads the raw bytes, so that a long text is
     * not decoded for its first character.
     */
    static boolean mayBeginWithSlash(byte[] body, int quote) {
        int i = quote + 1;
        while (i < body.length && body[i] == ' ') {
            i++;
        }
        if (i == body.length) {
            return false;
        }
        // An escape, or a character beyond ASCII, may be white space or a slash: assume that it is
        // one.
        return body[i] == '/' || body[i] == '\\' || body[i] < 0;
    }
}
