package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.ChatBeginning;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.text.Fingerprint;

import java.util.Optional;

/**
 * The beginning of a conversation in OpenAI's format, by the bytes of its first messages. Nothing
 * is decoded but their roles. Has no state.
 */
final class BodyBeginning {
    private static final JsonNames ROLE = JsonNames.of("role");

    /** The most messages before the first one of the user. */
    private static final int MOST_MESSAGES = 8;

    private BodyBeginning() {}

    static ChatBeginning of(BodyScan scan) {
        BodyScan.Range key = scan.present("prompt_cache_key");
        Optional<String> given =
                key != null && scan.value(key) instanceof Json.Str(String text)
                        ? Optional.of(text)
                        : Optional.empty();
        Fingerprint read = new Fingerprint();
        long instructions = 0;
        int length = 0;
        for (int i = 0; i < Math.min(MOST_MESSAGES, scan.messages().size()); i++) {
            BodyScan.Range message = scan.messages().get(i);
            int size = Math.min(ChatBeginning.MOST, message.to() - message.from());
            read.add(scan.body(), message.from(), message.from() + size);
            String role = role(scan, message);
            if (role.equals("user")) {
                return new ChatBeginning(given, read.value(), instructions);
            }
            if (role.equals("system") || role.equals("developer")) {
                length += size;
                instructions = length >= ChatBeginning.LONG ? read.value() : 0;
            }
        }
        return new ChatBeginning(given, 0, instructions);
    }

    private static String role(BodyScan scan, BodyScan.Range message) {
        if (message.kind() != JsonKind.OBJECT) {
            return "";
        }
        JsonScanner scanner = new JsonScanner().over(scan.body(), message.from(), message.to());
        scanner.enter();
        while (scanner.nextMember()) {
            if (!scanner.name(ROLE).isEmpty() && scanner.kind() == JsonKind.STRING) {
                return scanner.text();
            }
            scanner.skip();
        }
        return "";
    }
}
