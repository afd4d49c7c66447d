package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.KnownMembers;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.Set;

/** The known top-level members of a request and the kinds of JSON value that they may have. */
final class AnthropicFields {
    /** The member with commands outside the text, which is an extension of this server. */
    static final String AGENTS = "agents";

    static final String SYSTEM = "system";
    static final String MESSAGES = "messages";
    static final String OUTPUT_CONFIG = "output_config";

    private static final KnownMembers MEMBERS =
            KnownMembers.builder()
                    .add("model", JsonKind.STRING)
                    .add(MESSAGES, JsonKind.ARRAY)
                    .add(SYSTEM, JsonKind.STRING, JsonKind.ARRAY)
                    .add("stream", JsonKind.FLAG)
                    .add("tools", JsonKind.ARRAY)
                    .add("tool_choice", JsonKind.OBJECT)
                    .add("thinking", JsonKind.OBJECT)
                    .add(OUTPUT_CONFIG, JsonKind.OBJECT)
                    .add("metadata", JsonKind.OBJECT)
                    .add("max_tokens", JsonKind.NUMBER)
                    .add("temperature", JsonKind.NUMBER)
                    .add("top_p", JsonKind.NUMBER)
                    .add("top_k", JsonKind.NUMBER)
                    .add("stop_sequences", JsonKind.ARRAY)
                    .add(AGENTS, JsonKind.ARRAY)
                    .build();

    /** The members that are not among the extras of a {@code Conversation}. */
    static final Set<String> KNOWN = MEMBERS.names();

    private AnthropicFields() {}

    /**
     * Checks that the top-level members have the right kinds, and that there are a model and
     * messages.
     *
     * @throws FailureException with {@code Invalid} that names the field, if the check fails
     */
    static void check(BodyScan scan) {
        MEMBERS.check(scan);
        if (scan.text("model").filter(name -> !name.isBlank()).isEmpty()) {
            throw scan.wrong("model", "the name of a model");
        }
        if (scan.messages().isEmpty()) {
            throw scan.wrong(MESSAGES, "an array of at least one message");
        }
    }
}
