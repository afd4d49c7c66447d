package dev.chasqui.adapters.library;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The form of a derived model in its file. Stateless. */
final class DerivedModelJson {
    private DerivedModelJson() {}

    static Json.Obj write(DerivedModel model) {
        Json.Obj written =
                Json.Obj.EMPTY
                        .with("name", Json.of(model.name()))
                        .with("from", Json.of(model.base()))
                        .with("created", Json.of(model.created().toString()))
                        .with("sampling", model.sampling())
                        .with("parameters", model.parameters())
                        .with("license", texts(model.license()))
                        .with("messages", messages(model.messages()));
        if (model.system().isPresent()) {
            written = written.with("system", Json.of(model.system().get()));
        }
        return model.template().isPresent()
                ? written.with("template", Json.of(model.template().get()))
                : written;
    }

    private static Json.Arr texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json::of).toList());
    }

    private static Json.Arr messages(List<Message> messages) {
        return new Json.Arr(
                messages.stream()
                        .<Json>map(
                                message ->
                                        Json.Obj.EMPTY
                                                .with("role", Json.of(message.role().name()))
                                                .with("content", Json.of(message.text())))
                        .toList());
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it holds something else
     */
    static DerivedModel read(byte[] file) {
        try {
            if (!(JsonReader.read(file) instanceof Json.Obj object)) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            List<Message> messages = new ArrayList<>();
            for (Json item : items(object, "messages")) {
                if (!(item instanceof Json.Obj message)) {
                    throw new IllegalArgumentException("one of its messages is no object");
                }
                messages.add(
                        Message.of(
                                Role.of(required(message, "role")),
                                message.text("content").orElse("")));
            }
            return new DerivedModel(
                    required(object, "name"),
                    required(object, "from"),
                    object.text("system"),
                    messages,
                    object.object("sampling"),
                    object.object("parameters"),
                    items(object, "license").stream()
                            .filter(Json.Str.class::isInstance)
                            .map(text -> ((Json.Str) text).value())
                            .toList(),
                    object.text("template"),
                    Instant.parse(required(object, "created")));
        } catch (FailureException e) {
            throw new IllegalArgumentException(e.failure().message(), e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<Json> items(Json.Obj object, String member) {
        return object.get(member).orElse(Json.Arr.EMPTY) instanceof Json.Arr(var items)
                ? items
                : List.of();
    }

    private static String required(Json.Obj object, String member) {
        return object.text(member)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("it has no " + member));
    }
}
