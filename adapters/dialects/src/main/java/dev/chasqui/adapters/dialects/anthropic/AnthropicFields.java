package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The known top-level members of a request and the kinds of JSON value that they may have. */
final class AnthropicFields {
    /** The member with commands outside the text, which is an extension of this server. */
    static final String AGENTS = "agents";

    static final String SYSTEM = "system";
    static final String MESSAGES = "messages";
    static final String OUTPUT_CONFIG = "output_config";

    private static final Map<String, JsonKind[]> KINDS = kinds();

    /** The members that are not among the extras of a {@code Conversation}. */
    static final Set<String> KNOWN = Set.copyOf(KINDS.keySet());

    private AnthropicFields() {}

    /**
     * Checks that the top-level members have the right kinds, and that there are a model and
     * messages.
     *
     * @throws FailureException with {@code Invalid} that names the field, if the check fails
     */
    static void check(BodyScan scan) {
        for (String name : scan.members().keySet()) {
            JsonKind[] kinds = KINDS.get(name);
            if (kinds != null) {
                scan.expect(name, kinds);
            }
        }
        if (scan.text("model").filter(name -> !name.isBlank()).isEmpty()) {
            throw wrong(scan, "model", "the name of a model");
        }
        if (scan.messages().isEmpty()) {
            throw wrong(scan, MESSAGES, "an array of at least one message");
        }
    }

    private static FailureException wrong(BodyScan scan, String name, String expected) {
        BodyScan.Range range = scan.members().get(name);
        return range == null
                ? Invalid.missing(name, expected)
                : Invalid.value(name, scan.body(), range, expected);
    }

    private static Map<String, JsonKind[]> kinds() {
        Map<String, JsonKind[]> kinds = new LinkedHashMap<>();
        require(kinds, "model", JsonKind.STRING);
        require(kinds, MESSAGES, JsonKind.ARRAY);
        require(kinds, SYSTEM, JsonKind.STRING, JsonKind.ARRAY);
        require(kinds, "stream", JsonKind.FLAG);
        require(kinds, "tools", JsonKind.ARRAY);
        require(kinds, "tool_choice", JsonKind.OBJECT);
        require(kinds, "thinking", JsonKind.OBJECT);
        require(kinds, OUTPUT_CONFIG, JsonKind.OBJECT);
        require(kinds, "metadata", JsonKind.OBJECT);
        require(kinds, "max_tokens", JsonKind.NUMBER);
        require(kinds, "temperature", JsonKind.NUMBER);
        require(kinds, "top_p", JsonKind.NUMBER);
        require(kinds, "top_k", JsonKind.NUMBER);
        require(kinds, "stop_sequences", JsonKind.ARRAY);
        require(kinds, AGENTS, JsonKind.ARRAY);
        return kinds;
    }

    private static void require(Map<String, JsonKind[]> kinds, String name, JsonKind... allowed) {
        kinds.put(name, allowed);
    }
}
