package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;

/**
 * The content of a reply that is an array of parts, as Mistral's models send it.
 *
 * @param text the joined text and refusal parts
 * @param reasoning the joined thinking parts
 */
record OpenAiReplyParts(String text, String reasoning) {

    static OpenAiReplyParts of(Json.Arr parts) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        for (Json part : parts.items()) {
            if (isReasoning(part)) {
                reasoning.append(joinedText(part));
            } else if (isText(part)) {
                text.append(joinedText(part));
            }
        }
        return new OpenAiReplyParts(text.toString(), reasoning.toString());
    }

    /** Returns the content with another text, which takes the place of its first text part. */
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

    /** Returns the content without its reasoning parts. */
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

    /** Returns the type of a part; a string, or an object without a type, counts as text. */
    private static String type(Json part) {
        return switch (part) {
            case Json.Str _ -> "text";
            case Json.Obj object -> object.text("type").orElse("text");
            default -> "";
        };
    }

    /** Returns the text of a part, which may itself consist of parts. */
    private static String joinedText(Json part) {
        return switch (part) {
            case Json.Str(String text) -> text;
            case Json.Arr(List<Json> parts) -> {
                StringBuilder joined = new StringBuilder();
                parts.forEach(each -> joined.append(joinedText(each)));
                yield joined.toString();
            }
            case Json.Obj object -> {
                for (String name : List.of("text", "thinking", "reasoning", "refusal")) {
                    if (object.get(name).isPresent()) {
                        yield joinedText(object.get(name).get());
                    }
                }
                yield "";
            }
            case Json.Num _, Json.Bool _, Json.Null _ -> "";
        };
    }
}
