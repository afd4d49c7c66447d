package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.KnownMembers;
import dev.chasqui.adapters.dialects.request.Sampling;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.Set;

/** The known top-level members of a request, with the kinds that they must have. */
final class OpenAiFields {
    /** The member of our own with the commands that a client requests without typing them. */
    static final String AGENTS = "agents";

    /** The newer name of {@code max_tokens} in OpenAI's API. */
    static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final KnownMembers MEMBERS =
            KnownMembers.builder()
                    .add("model", JsonKind.STRING)
                    .add("messages", JsonKind.ARRAY)
                    .add("stream", JsonKind.FLAG)
                    .add("stream_options", JsonKind.OBJECT)
                    .add("tools", JsonKind.ARRAY)
                    .add("tool_choice", JsonKind.STRING, JsonKind.OBJECT)
                    .add("response_format", JsonKind.OBJECT)
                    .add("reasoning_effort", JsonKind.STRING)
                    .add("metadata", JsonKind.OBJECT)
                    .add(AGENTS, JsonKind.ARRAY)
                    .add(MAX_COMPLETION_TOKENS, JsonKind.NUMBER)
                    .addAll(Sampling.NAMES, JsonKind.NUMBER)
                    .add("stop", JsonKind.STRING, JsonKind.ARRAY)
                    .build();

    /** The members that a {@code Conversation} holds outside its extras, and those of our own. */
    static final Set<String> KNOWN = MEMBERS.names();

    private OpenAiFields() {}

    /**
     * Checks the kinds of a chat's top-level members and messages.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    static void check(BodyScan scan) {
        checkKinds(scan);
        if (scan.messages().isEmpty()) {
            throw scan.wrong("messages", "an array of at least one message");
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
        MEMBERS.check(scan);
    }
}
