package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;

/**
 * The content of a reply that is an array of parts, as Mistral's models send it.
 *
 * @param text of its parts of text and of refusal
 * @param reasoning of its parts of thinking
 */
record OpenAiReplyParts(String text, String reasoning) {

    static OpenAiReplyParts of(Json.Arr parts) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        for (Json part : parts.items()) {
            if (isReasoning(part)) {
                reasoning.append(said(part));
            } else if (isText(part)) {
                text.append(said(part));
            }
        }
        return new OpenAiReplyParts(text.toString(), reasoning.toString());
    }

    /** The content with another text, in a part where the first of its texts stood. */
    static Json.Arr withText(Json.Arr parts, String text) {
        List<Json> changed = new ArrayList<>();
        Json.Obj part = Json.Obj.EMPTY.with("type", Json.of("text")).with("text", Json.of(text));
        boolean placed = false;
        for (Json each : parts.items()) {
            if (!isText(each)) {
                changed.add(each);
            } else if (!placed) {
                changed.add(part);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(part);
        }
        return new Json.Arr(changed);
    }

    /** The content without what the model thought. */
    static Json.Arr withoutReasoning(Json.Arr parts) {
        return new Json.Arr(parts.items().stream().filter(part -> !isReasoning(part)).toList());
    }

    private static boolean isReasoning(Json part) {
        return switch (type(part)) {
            case "thinking", "reasoning" -> true;
            default -> false;
        };
    }

    private static boolean isText(Json part) {
        return switch (type(part)) {
            case "text", "output_text", "refusal" -> true;
            default -> false;
        };
    }

    /** The type of a part; a text where it is a plain string, or does not say. */
    private static String type(Json part) {
        return switch (part) {
            case Json.Str _ -> "text";
            case Json.Obj object -> object.text("type").orElse("text");
            default -> "";
        };
    }

    /** The text of a part, which may consist of parts itself. */
    private static String said(Json part) {
        return switch (part) {
            case Json.Str(String text) -> text;
            case Json.Arr(List<Json> parts) -> {
                StringBuilder said = new StringBuilder();
                parts.forEach(each -> said.append(said(each)));
                yield said.toString();
            }
            case Json.Obj object -> {
                for (String name : List.of("text", "thinking", "reasoning", "refusal")) {
                    if (object.get(name).isPresent()) {
                        yield said(object.get(name).get());
                    }
                }
                yield "";
            }
            case Json.Num _, Json.Bool _, Json.Null _ -> "";
        };
    }
}
