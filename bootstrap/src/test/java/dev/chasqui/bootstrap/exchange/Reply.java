package dev.chasqui.bootstrap.exchange;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.WireMessage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An answer as a client of one dialect reads it, streamed or whole. */
record Reply(Client client, WireMessage wire) {
    private static final String DATA = "data: ";

    int status() {
        return wire.status();
    }

    String body() {
        return wire.text();
    }

    /** The JSON objects of a stream, in their order, or the one of a whole answer. */
    List<Json.Obj> objects() {
        boolean events = wire.header("Content-Type").orElse("").contains("event-stream");
        Stream<String> texts =
                events
                        ? body().lines()
                                .filter(line -> line.startsWith(DATA) && !line.endsWith("[DONE]"))
                                .map(line -> line.substring(DATA.length()))
                        : body().lines();
        return texts.map(Reply::parse).toList();
    }

    String text() {
        return joined("content");
    }

    /** Returns the reasoning, in the spelling of this dialect. */
    String said(String member) {
        return joined(member);
    }

    /** Returns the only finish reason. */
    String finish() {
        return switch (client) {
            case OPENAI -> only(object -> choice(object).flatMap(one -> one.text("finish_reason")));
            case OLLAMA -> only(object -> object.text("done_reason"));
        };
    }

    /**
     * Returns the tokens of prompt and answer, as in {@code 23+5}; empty if they are not reported.
     */
    Optional<String> usage() {
        return objects().stream().flatMap(object -> usage(object).stream()).findFirst();
    }

    /** Returns the only call of a tool, as in <code>get_weather{"location":"Paris"}</code>. */
    String toolCall() {
        List<Json.Obj> functions =
                speakers()
                        .flatMap(speaker -> speaker.get("tool_calls").stream())
                        .filter(Json.Arr.class::isInstance)
                        .flatMap(calls -> ((Json.Arr) calls).items().stream())
                        .flatMap(call -> ((Json.Obj) call).get("function").stream())
                        .map(Json.Obj.class::cast)
                        .toList();
        return functions.stream()
                        .flatMap(function -> function.text("name").stream())
                        .collect(Collectors.joining())
                + functions.stream()
                        .flatMap(function -> function.get("arguments").stream())
                        .map(Reply::plain)
                        .collect(Collectors.joining())
                        .replace(": ", ":");
    }

    /**
     * Returns the entries of a list beside the reply that programs read.
     *
     * @param list the member of the object {@code chasqui}
     */
    List<Json.Obj> beside(String list) {
        return objects().stream()
                .flatMap(object -> object.get("chasqui").stream())
                .flatMap(ours -> ((Json.Obj) ours).get(list).stream())
                .flatMap(items -> ((Json.Arr) items).items().stream())
                .map(Json.Obj.class::cast)
                .toList();
    }

    /** Returns true if the stream has the dialect's own end. */
    boolean ended() {
        return switch (client) {
            case OPENAI -> body().endsWith("data: [DONE]\n\n");
            case OLLAMA -> objects().getLast().get("done").equals(Optional.of(Json.of(true)));
        };
    }

    /** Returns the error's message, from the answer or from the end of the stream. */
    String error() {
        Json error = objects().getLast().get("error").orElse(Json.Null.NULL);
        return error instanceof Json.Obj object ? object.text("message").orElse("") : plain(error);
    }

    private Optional<String> usage(Json.Obj object) {
        return switch (client) {
            case OPENAI ->
                    object.get("usage")
                            .filter(Json.Obj.class::isInstance)
                            .map(Json.Obj.class::cast)
                            .map(
                                    usage ->
                                            number(usage, "prompt_tokens")
                                                    + "+"
                                                    + number(usage, "completion_tokens"));
            case OLLAMA ->
                    object.get("eval_count")
                            .map(
                                    count ->
                                            number(object, "prompt_eval_count")
                                                    + "+"
                                                    + count.toString());
        };
    }

    private static String number(Json.Obj object, String name) {
        return object.get(name).map(Json::toString).orElse("?");
    }

    private String joined(String member) {
        return speakers()
                .flatMap(speaker -> speaker.text(member).stream())
                .collect(Collectors.joining());
    }

    private String only(Function<Json.Obj, Optional<String>> reader) {
        return objects().stream()
                .flatMap(object -> reader.apply(object).stream())
                .collect(Collectors.joining(" and "));
    }

    /** Returns the objects that hold the reply's text. */
    private Stream<Json.Obj> speakers() {
        return objects().stream()
                .flatMap(
                        object ->
                                switch (client) {
                                    case OLLAMA -> object.get("message").stream();
                                    case OPENAI ->
                                            choice(object)
                                                    .flatMap(
                                                            one ->
                                                                    one.get("delta")
                                                                            .or(
                                                                                    () ->
                                                                                            one.get(
                                                                                                    "message")))
                                                    .stream();
                                })
                .map(Json.Obj.class::cast);
    }

    private static Optional<Json.Obj> choice(Json.Obj object) {
        return object.get("choices").stream()
                .flatMap(choices -> ((Json.Arr) choices).items().stream())
                .map(Json.Obj.class::cast)
                .findFirst();
    }

    static Json.Obj parse(String json) {
        return (Json.Obj) JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(Json value) {
        return value instanceof Json.Str(String text) ? text : value.toString();
    }
}
