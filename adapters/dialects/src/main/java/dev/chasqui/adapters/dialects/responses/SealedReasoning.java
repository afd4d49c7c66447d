package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.Base64;
import java.util.Optional;

/**
 * Reasoning as the member {@code encrypted_content} of an item, which a client carries and sends
 * back. It is opaque to clients, but neither secret nor signed: a client may write reasoning in
 * plain members as well, so a seal of ours would protect nothing, and without a key every server
 * reads what another one wrote. The backend's own signature goes along, and the backend checks it.
 *
 * @param text the reasoning
 * @param signature the backend's signature of it; empty if there is none
 */
record SealedReasoning(String text, String signature) {
    /** The mark of our own form, with its version. */
    private static final String MARK = "chasqui1.";

    private static final String TEXT = "text";
    private static final String SIGNATURE = "signature";

    /** Returns the member's value. */
    String write() {
        Json.Obj content = Json.Obj.EMPTY.with(TEXT, Json.of(text));
        if (!signature.isEmpty()) {
            content = content.with(SIGNATURE, Json.of(signature));
        }
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(content.toBytes());
    }

    /** Returns the reasoning of a member's value; empty if it is not in our form. */
    static Optional<SealedReasoning> read(String value) {
        if (!value.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            byte[] content = Base64.getUrlDecoder().decode(value.substring(MARK.length()));
            return JsonReader.readRequest(content, 0, content.length) instanceof Json.Obj object
                    ? Optional.of(
                            new SealedReasoning(
                                    object.text(TEXT).orElse(""),
                                    object.text(SIGNATURE).orElse("")))
                    : Optional.empty();
        } catch (IllegalArgumentException | FailureException e) {
            // A client may have changed it; then there is no reasoning in it.
            return Optional.empty();
        }
    }
}
