package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.application.library.ModelChange;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A reader of the bodies of {@code POST /api/create}. Stateless. */
final class OllamaCreation {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    private OllamaCreation() {}

    /**
     * Reads as much of a body as every server needs. The rest is read when this server makes the
     * model: an Ollama takes members that a derived model cannot have.
     *
     * @param name the name of the new model
     * @throws FailureException with {@code Invalid} if a member is wrong
     */
    static ModelChange.Create read(Json.Obj object, String name, Instant now) {
        Members body = new Members("", object);
        boolean ofFiles =
                isFilled(body.members("files"))
                        || isFilled(body.members("adapters"))
                        || isFilled(body.text("quantize"))
                        || isFilled(body.text("quantization"));
        String base = body.text("from").orElse("").strip();
        return new ModelChange.Create(name, base, ofFiles, () -> derived(body, name, base, now));
    }

    private static DerivedModel derived(Members body, String name, String base, Instant now) {
        Members parameters =
                withStopList(
                        body.members("parameters")
                                .orElse(new Members("parameters", Json.Obj.EMPTY)));
        return new DerivedModel(
                name,
                base,
                body.text("system").filter(text -> !text.isEmpty()),
                messages(body),
                OllamaOptions.read(parameters).sampling(),
                parameters.object(),
                license(body),
                body.text("template").filter(text -> !text.isEmpty()),
                now);
    }

    private static boolean isFilled(Optional<?> member) {
        return member.filter(
                        value ->
                                value instanceof Members members
                                        ? !members.object().isEmpty()
                                        : !value.equals(""))
                .isPresent();
    }

    /** Returns the parameters with a single stop word as a list, as requests have it. */
    private static Members withStopList(Members parameters) {
        return parameters.object().get("stop").orElse(Json.Null.NULL) instanceof Json.Str stop
                ? new Members(
                        parameters.path(),
                        parameters.object().with("stop", new Json.Arr(List.of(stop))))
                : parameters;
    }

    private static List<String> license(Members body) {
        return switch (body.value("license").orElse(Json.Null.NULL)) {
            case Json.Null _ -> List.of();
            case Json.Str(String text) -> text.isEmpty() ? List.of() : List.of(text);
            case Json _ -> body.texts("license");
        };
    }

    private static List<Message> messages(Members body) {
        List<Message> messages = new ArrayList<>();
        for (Json item : body.items("messages")) {
            Members message = Members.of("messages[" + messages.size() + "]", item);
            String role = message.requiredText("role");
            if (!ROLES.contains(role)) {
                throw Invalid.value(
                        message.path("role"), Json.of(role), "system, user, assistant or tool");
            }
            if (!message.items("images").isEmpty() || !message.items("tool_calls").isEmpty()) {
                throw new FailureException(
                        new Failure.Invalid(
                                message.path(),
                                message.path()
                                        + ": images and tool calls cannot be kept with a model"
                                        + " (expected: role and content alone)"));
            }
            messages.add(Message.of(Role.of(role), message.text("content").orElse("")));
        }
        return messages;
    }
}
