package dev.chasqui.benchmarks.folders;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;

/**
 * The reply to a question.
 *
 * @param text the text without the list of sources at its end
 * @param given the passages that the model got
 */
record Reply(String text, List<Given> given) {
    private static final String SOURCES = "\n\nSources:";

    /**
     * A passage that the model got.
     *
     * @param number the number by which it is cited
     */
    record Given(String number, String document, String text) {}

    /** Reads a reply of OpenAI's dialect with Chasqui's own members. */
    static Reply of(Json.Obj body) {
        Json.Obj message = Json.Obj.EMPTY;
        if (body.get("choices").orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> choices)
                && choices.getFirst() instanceof Json.Obj choice) {
            message = choice.object("message");
        }
        String text = message.text("content").orElse("");
        int sources = text.lastIndexOf(SOURCES);
        List<Given> given = new ArrayList<>();
        if (body.object("chasqui").get("citations").orElse(Json.Null.NULL)
                instanceof Json.Arr(List<Json> citations)) {
            for (Json each : citations) {
                if (each instanceof Json.Obj citation) {
                    given.add(
                            new Given(
                                    citation.get("number").map(Json::toString).orElse(""),
                                    citation.text("document").orElse(""),
                                    citation.text("passage").orElse("")));
                }
            }
        }
        return new Reply(sources < 0 ? text : text.substring(0, sources), List.copyOf(given));
    }
}
