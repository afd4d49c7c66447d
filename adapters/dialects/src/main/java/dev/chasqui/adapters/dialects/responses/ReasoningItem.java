package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.domain.json.Json;

import java.util.List;

/**
 * The reasoning before an answer. It is the item's content or, if the client wants a summary, the
 * summary: many clients show summaries alone. Used by one thread.
 */
final class ReasoningItem extends OutputItem {
    private static final Json FIRST = Json.of(0);

    private final boolean summarised;
    private final boolean sealed;
    private String signature = "";

    /**
     * @param summarised true if the client wants a summary
     * @param sealed true if the client wants to send the reasoning back
     */
    ReasoningItem(boolean summarised, boolean sealed) {
        super("rs");
        this.summarised = summarised;
        this.sealed = sealed;
    }

    /** Takes the backend's signature, after which no more of this reasoning comes. */
    void sign(String by) {
        signature = by;
    }

    boolean isSigned() {
        return !signature.isEmpty();
    }

    private Json.Obj within() {
        return place().with(summarised ? "summary_index" : "content_index", FIRST);
    }

    private Json part(String text) {
        return Json.Obj.EMPTY
                .with("type", Json.of(summarised ? "summary_text" : "reasoning_text"))
                .with("text", Json.of(text));
    }

    private String partEvent(String step) {
        return (summarised ? "response.reasoning_summary_part." : "response.content_part.") + step;
    }

    private String textEvent(String step) {
        return (summarised ? "response.reasoning_summary_text." : "response.reasoning_text.")
                + step;
    }

    @Override
    boolean mayClose() {
        return true;
    }

    @Override
    Json.Obj begun() {
        return Json.Obj.EMPTY
                .with("id", Json.of(id()))
                .with("type", Json.of("reasoning"))
                .with("status", Json.of("in_progress"))
                .with("summary", Json.Arr.EMPTY);
    }

    @Override
    void begin() {
        event(partEvent("added"), within().with("part", part("")));
    }

    @Override
    void delta(String more) {
        event(textEvent("delta"), within().with("delta", Json.of(more)));
    }

    @Override
    void end(String status) {
        event(textEvent("done"), within().with("text", Json.of(text())));
        event(partEvent("done"), within().with("part", part(text())));
    }

    @Override
    Json.Obj item(String status) {
        Json.Arr parts = new Json.Arr(List.of(part(text())));
        Json.Obj item = begun().with("status", Json.of(status));
        item = summarised ? item.with("summary", parts) : item.with("content", parts);
        return sealed
                ? item.with(
                        "encrypted_content",
                        Json.of(new SealedReasoning(text(), signature).write()))
                : item;
    }
}
