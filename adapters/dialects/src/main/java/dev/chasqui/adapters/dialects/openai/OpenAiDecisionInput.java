package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A reader of the input of {@code /v1/decisions}: a text, or a conversation, which becomes a
 * transcript.
 */
final class OpenAiDecisionInput {
    private static final String INPUT = "input";
    private static final String TYPE = "type";
    private static final String CONTENT = "content";
    private static final String CALL_ID = "call_id";

    private final List<Part> parts = new ArrayList<>();
    private final Set<String> calls = new HashSet<>();

    private OpenAiDecisionInput() {}

    /**
     * Reads the input of a request.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    static List<Part> read(Members body) {
        return switch (body.value(INPUT).orElse(Json.Null.NULL)) {
            case Json.Str(String text) when !text.isEmpty() -> List.of(new Part.Text(text));
            case Json.Arr(List<Json> items) when !items.isEmpty() -> {
                OpenAiDecisionInput input = new OpenAiDecisionInput();
                for (int i = 0; i < items.size(); i++) {
                    input.addItem(Members.of(INPUT + "[" + i + "]", items.get(i)));
                }
                yield input.parts;
            }
            case Json.Null _ -> throw Invalid.missing(INPUT, "a text or a list of messages");
            case Json other ->
                    throw Invalid.value(INPUT, other, "a text or a list of messages; not empty");
        };
    }

    private void addItem(Members item) {
        switch (item.text(TYPE).orElse("message")) {
            case "message" -> {
                String role = item.requiredText("role");
                if (!Set.of("user", "developer", "system", "assistant").contains(role)) {
                    throw Invalid.value(
                            item.path("role"),
                            Json.of(role),
                            "user, developer, system or assistant");
                }
                begin(role);
                parts.addAll(parts(item, CONTENT));
            }
            case "function_call" -> addCall(item, "arguments");
            case "custom_tool_call" -> addCall(item, INPUT);
            case "function_call_output", "custom_tool_call_output" -> {
                String id = item.requiredText(CALL_ID);
                if (!calls.contains(id)) {
                    throw Invalid.value(
                            item.path(CALL_ID), Json.of(id), "the call_id of a call before it");
                }
                begin("result of call " + id);
                parts.addAll(parts(item, "output"));
            }
            default ->
                    throw Invalid.value(
                            item.path(TYPE),
                            Json.of(item.requiredText(TYPE)),
                            "message, function_call, function_call_output, custom_tool_call or"
                                    + " custom_tool_call_output");
        }
    }

    private void addCall(Members item, String arguments) {
        String id = item.requiredText(CALL_ID);
        calls.add(id);
        begin("call " + id + " of " + item.requiredText("name"));
        parts.add(new Part.Text(item.requiredText(arguments)));
    }

    private void begin(String speaker) {
        parts.add(new Part.Text((parts.isEmpty() ? "" : "\n\n") + "[" + speaker + "]\n"));
    }

    /**
     * Reads a member that is a text or a list of parts.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the
     *     field, if it is missing, empty or malformed
     */
    static List<Part> parts(Members object, String name) {
        return switch (object.value(name).orElse(Json.Null.NULL)) {
            case Json.Str(String text) when !text.isEmpty() -> List.of(new Part.Text(text));
            case Json.Arr(List<Json> items) when !items.isEmpty() -> {
                List<Part> parts = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    parts.add(part(Members.of(object.path(name) + "[" + i + "]", items.get(i))));
                }
                yield parts;
            }
            case Json.Null _ -> throw Invalid.missing(object.path(name), "a text or parts");
            case Json other ->
                    throw Invalid.value(object.path(name), other, "a text or parts; not empty");
        };
    }

    private static Part part(Members part) {
        return switch (part.requiredText(TYPE)) {
            case "input_text", "output_text" -> new Part.Text(part.requiredText("text"));
            case "refusal" -> new Part.Text(part.requiredText("refusal"));
            case "input_image" -> image(part);
            case "input_json" -> new Part.Text(data(part).toString());
            default ->
                    throw Invalid.value(
                            part.path(TYPE),
                            Json.of(part.requiredText(TYPE)),
                            "input_text, input_image, input_json, output_text or refusal");
        };
    }

    private static Part image(Members part) {
        Optional<String> detail = part.text("detail").filter(level -> !level.equals("original"));
        return new Part.Image(
                OpenAiImages.data(part.requiredText("image_url")), detail, Json.Obj.EMPTY);
    }

    private static Json data(Members part) {
        Json data = part.value("data").orElse(Json.Null.NULL);
        if (data instanceof Json.Obj || data instanceof Json.Arr) {
            return data;
        }
        throw Invalid.value(part.path("data"), data, "an object or a list of objects");
    }
}
