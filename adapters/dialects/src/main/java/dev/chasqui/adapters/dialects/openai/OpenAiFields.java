package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Sampling;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The known top-level members of a request, with the kinds that they must have. */
final class OpenAiFields {
    /** The member of our own with the commands that a client requests without typing them. */
    static final String AGENTS = "agents";

    /** The newer name of {@code max_tokens} in OpenAI's API. */
    static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final Map<String, JsonKind[]> KINDS = kinds();

    /** The members that a {@code Conversation} holds outside its extras, and those of our own. */
    static final Set<String> KNOWN = Set.copyOf(KINDS.keySet());

    private OpenAiFields() {}

    /**
     * Checks the kinds of a body's top-level members. Cheap, since it looks only at the first token
     * of each value.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    static void check(BodyScan scan) {
        checkKinds(scan);
        if (scan.messages().isEmpty()) {
            throw wrong(scan, "messages", "an array of at least one message");
        }
        for (int i = 0; i < scan.messages().size(); i++) {
            BodyScan.Range message = scan.messages().get(i);
            if (message.kind() != JsonKind.OBJECT) {
                throw Invalid.value(
                        "messages[" + i + "]", scan.body(), message, JsonKind.OBJECT.words());
            }
        }
    }

    /**
     * Checks the kinds of a body's top-level members, in a body that need not be a chat.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    static void checkKinds(BodyScan scan) {
        for (String name : scan.members().keySet()) {
            JsonKind[] kinds = KINDS.get(name);
            if (kinds != null) {
                scan.expect(name, kinds);
            }
        }
    }

    /** Returns the failure for a member that is missing, null or empty. */
    static FailureException wrong(BodyScan scan, String name, String expected) {
        BodyScan.Range range = scan.members().get(name);
        return range == null
                ? Invalid.missing(name, expected)
                : Invalid.value(name, scan.body(), range, expected);
    }

    private static Map<String, JsonKind[]> kinds() {
        Map<String, JsonKind[]> kinds = new LinkedHashMap<>();
        require(kinds, "model", JsonKind.STRING);
        require(kinds, "messages", JsonKind.ARRAY);
        require(kinds, "stream", JsonKind.FLAG);
        require(kinds, "stream_options", JsonKind.OBJECT);
        require(kinds, "tools", JsonKind.ARRAY);
        require(kinds, "tool_choice", JsonKind.STRING, JsonKind.OBJECT);
        require(kinds, "response_format", JsonKind.OBJECT);
        require(kinds, "reasoning_effort", JsonKind.STRING);
        require(kinds, "metadata", JsonKind.OBJECT);
        require(kinds, AGENTS, JsonKind.ARRAY);
        require(kinds, MAX_COMPLETION_TOKENS, JsonKind.NUMBER);
        Sampling.NAMES.forEach(name -> require(kinds, name, JsonKind.NUMBER));
        require(kinds, "stop", JsonKind.STRING, JsonKind.ARRAY);
        return kinds;
    }

    private static void require(Map<String, JsonKind[]> kinds, String name, JsonKind... allowed) {
        kinds.put(name, allowed);
    }
}
