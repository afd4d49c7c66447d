package dev.chasqui.adapters.dialects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one pass over a body that makes a {@link BodyScan}. */
final class BodyScanner {
    private static final String MESSAGES = "messages";
    private static final JsonNames IN_MESSAGES = JsonNames.of("role", "content", "tool_calls");
    private static final JsonNames IN_PARTS = JsonNames.of("text");

    private final JsonScanner scanner = new JsonScanner();
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
            if (member.equals(MESSAGES) && kind == JsonKind.ARRAY) {
                scanMessages();
            } else {
                scanner.skip();
            }
            members.put(member, new BodyScan.Range(name, from, scanner.at(), kind));
        }
        scanner.finish();
        return new BodyScan(body, members, messages, slashed);
    }

    private void scanMessages() {
        scanner.enter();
        while (scanner.nextItem()) {
            JsonKind kind = scanner.kind();
            int from = scanner.at();
            if (kind == JsonKind.OBJECT) {
                scanMessage();
            } else {
                scanner.skip();
            }
            messages.add(new BodyScan.Range(-1, from, scanner.at(), kind));
        }
    }

    private void scanMessage() {
        boolean user = false;
        boolean slash = false;
        scanner.enter();
        while (scanner.nextMember()) {
            switch (scanner.name(IN_MESSAGES)) {
                case "role" -> {
                    expect("role", JsonKind.STRING);
                    user = scanner.isText("user");
                }
                case "content" -> {
                    expect("content", JsonKind.STRING, JsonKind.ARRAY);
                    slash |= scanContent();
                }
                case "tool_calls" -> {
                    expect("tool_calls", JsonKind.ARRAY);
                    scanner.skip();
                }
                default -> scanner.skip();
            }
        }
        slashed |= user && slash;
    }

    /**
     * Checks what a member of a message is, in either dialect, if it is not null; what is inside
     * shows when it is read.
     */
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

    /** Whether a text of the content may begin with a slash. */
    private boolean scanContent() {
        boolean slash = false;
        if (scanner.kind() == JsonKind.ARRAY) {
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
        if (scanner.kind() != JsonKind.OBJECT) {
            scanner.skip();
            return false;
        }
        scanner.enter();
        while (scanner.nextMember()) {
            boolean text = !scanner.name(IN_PARTS).equals(JsonNames.OTHER);
            if (text && scanner.kind() == JsonKind.STRING) {
                slash |= mayBeginWithSlash(body, scanner.at());
            }
            scanner.skip();
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
}
