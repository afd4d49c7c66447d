package dev.chasqui.adapters.remote;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The events of a reply as the JSON objects of the protocol, in both directions: the members of an
 * object are the events.
 */
final class ReplyLines {
    static final String TEXT = "text";
    static final String PROGRESS = "progress";
    static final String DONE = "done";
    static final String ERROR = "error";
    static final String REFUSE = "refuse";
    static final String REQUEST = "request";
    private static final String REASONING = "reasoning";
    private static final String SIGNATURE = "signature";
    private static final String TOOL_CALLS = "tool_calls";
    private static final String NOTE = "note";
    private static final String CITATIONS = "citations";
    private static final String USAGE = "usage";
    private static final String LOGPROBS = "logprobs";
    private static final String REASON = "reason";
    private static final String STOP_SEQUENCE = "stop_sequence";
    private static final String PROMPT_TOKENS = "prompt_tokens";
    private static final String COMPLETION_TOKENS = "completion_tokens";
    private static final String ESTIMATED = "estimated";

    /** The members of which at least one must be in every object. */
    static final List<String> KNOWN =
            List.of(
                    REQUEST,
                    PROGRESS,
                    TEXT,
                    REASONING,
                    TOOL_CALLS,
                    NOTE,
                    CITATIONS,
                    USAGE,
                    DONE,
                    ERROR,
                    REFUSE);

    /** The longest progress in characters; the rest is left out. */
    private static final int LONGEST_PROGRESS = 500;

    private ReplyLines() {}

    /** Returns an event as an object; empty for an event that has no meaning to a service. */
    static Optional<Json.Obj> of(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Opened _, ReplyEvent.Raw _ -> Optional.empty();
            case ReplyEvent.Text text -> Optional.of(text(text));
            case ReplyEvent.Reasoning reasoning ->
                    Optional.of(
                            withText(
                                    line(REASONING, Json.of(reasoning.text())),
                                    SIGNATURE,
                                    reasoning.signature()));
            case ReplyEvent.ToolCallDelta call ->
                    Optional.of(line(TOOL_CALLS, new Json.Arr(List.of(call(call)))));
            case ReplyEvent.Finish finish ->
                    Optional.of(
                            withText(
                                    line(DONE, Json.of(true))
                                            .with(REASON, Json.of(finish.reason().name())),
                                    STOP_SEQUENCE,
                                    finish.stopSequence().orElse("")));
            case ReplyEvent.UsageReport report -> Optional.of(line(USAGE, usage(report.usage())));
            case ReplyEvent.Progress(String text) -> Optional.of(line(PROGRESS, Json.of(text)));
            case ReplyEvent.Cited(List<Citation> citations) ->
                    Optional.of(
                            line(
                                    CITATIONS,
                                    new Json.Arr(
                                            citations.stream()
                                                    .map(ReplyLines::citation)
                                                    .toList())));
            case ReplyEvent.Note(String name, Json value) ->
                    Optional.of(line(NOTE, Json.Obj.EMPTY.with(name, value)));
        };
    }

    private static Json.Obj line(String name, Json value) {
        return Json.Obj.EMPTY.with(name, value);
    }

    private static Json.Obj withText(Json.Obj line, String name, String text) {
        return text.isEmpty() ? line : line.with(name, Json.of(text));
    }

    private static Json.Obj text(ReplyEvent.Text text) {
        Json.Obj line = line(TEXT, Json.of(text.text()));
        return text.logprobs().isEmpty()
                ? line
                : line.with(LOGPROBS, new Json.Arr(List.copyOf(text.logprobs())));
    }

    private static Json call(ReplyEvent.ToolCallDelta call) {
        Json.Obj function = Json.Obj.EMPTY;
        function = withText(function, "name", call.name());
        function = withText(function, "arguments", call.arguments());
        return withText(line("index", Json.of(call.index())), "id", call.id())
                .with("function", function);
    }

    private static Json.Obj usage(Usage usage) {
        Json.Obj line =
                line(PROMPT_TOKENS, Json.of(usage.promptTokens()))
                        .with(COMPLETION_TOKENS, Json.of(usage.completionTokens()));
        return usage.estimated() ? line.with(ESTIMATED, Json.of(true)) : line;
    }

    private static Json citation(Citation citation) {
        return line("number", Json.of(citation.number()))
                .with("document", Json.of(citation.document()))
                .with("collection", Json.of(citation.collection()))
                .with("url", Json.of(citation.url().toString()))
                .with("passage", Json.of(citation.passage()))
                .with("cited", Json.of(citation.cited()));
    }

    /**
     * Returns the events of an object, without its {@code done}. Members of a wrong type are a
     * mistake of the service.
     *
     * @throws IllegalArgumentException with the member and its right type
     */
    static List<ReplyEvent> read(Json.Obj line) {
        List<ReplyEvent> events = new ArrayList<>();
        text(line, PROGRESS)
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST_PROGRESS)))
                .ifPresent(text -> events.add(new ReplyEvent.Progress(text)));
        text(line, REASONING)
                .ifPresent(
                        text ->
                                events.add(
                                        new ReplyEvent.Reasoning(
                                                text, text(line, SIGNATURE).orElse(""), null)));
        text(line, TEXT)
                .ifPresent(
                        text ->
                                events.add(
                                        new ReplyEvent.Text(text, objects(line, LOGPROBS), null)));
        List<Json.Obj> calls = objects(line, TOOL_CALLS);
        for (int i = 0; i < calls.size(); i++) {
            events.add(call(calls.get(i), i));
        }
        object(line, NOTE)
                .ifPresent(
                        notes ->
                                notes.members()
                                        .forEach(
                                                (name, value) ->
                                                        events.add(
                                                                new ReplyEvent.Note(name, value))));
        List<Citation> citations =
                objects(line, CITATIONS).stream().map(ReplyLines::readCitation).toList();
        if (!citations.isEmpty()) {
            events.add(new ReplyEvent.Cited(citations));
        }
        object(line, USAGE)
                .ifPresent(usage -> events.add(new ReplyEvent.UsageReport(readUsage(usage))));
        return events;
    }

    /** Returns the end of the reply that an object tells; empty if it tells none. */
    static Optional<ReplyEvent.Finish> finish(Json.Obj line, FinishReason usual) {
        return line.get(DONE).equals(Optional.of(Json.of(true)))
                ? Optional.of(
                        new ReplyEvent.Finish(
                                text(line, REASON).map(ReplyLines::reason).orElse(usual),
                                text(line, STOP_SEQUENCE),
                                null))
                : Optional.empty();
    }

    private static FinishReason reason(String text) {
        if (!text.matches("[a-z_]{1,40}")) {
            throw wrong(REASON, "a word such as stop");
        }
        return new FinishReason(text);
    }

    private static ReplyEvent call(Json.Obj call, int place) {
        Json.Obj function = call.object("function");
        int index =
                call.get("index").orElse(Json.Null.NULL) instanceof Json.Num number
                        ? Math.toIntExact(Math.clamp(number.longValue(), 0, 1000))
                        : place;
        return new ReplyEvent.ToolCallDelta(
                index,
                text(call, "id").orElse(""),
                text(function, "name").orElse(""),
                text(function, "arguments").orElse(""));
    }

    private static Usage readUsage(Json.Obj usage) {
        return new Usage(
                count(usage, PROMPT_TOKENS),
                count(usage, COMPLETION_TOKENS),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Timings.UNKNOWN,
                usage.get(ESTIMATED).equals(Optional.of(Json.of(true))));
    }

    private static Citation readCitation(Json.Obj citation) {
        return new Citation(
                Math.toIntExact(Math.clamp(count(citation, "number"), 0, Integer.MAX_VALUE)),
                text(citation, "document").orElse(""),
                text(citation, "collection").orElse(""),
                URI.create(text(citation, "url").orElse("")),
                text(citation, "passage").orElse(""),
                citation.get("cited").equals(Optional.of(Json.of(true))));
    }

    /**
     * Returns a member that is a text; empty if it is missing or null.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Optional<String> text(Json.Obj line, String name) {
        return switch (line.get(name).orElse(Json.Null.NULL)) {
            case Json.Null _ -> Optional.empty();
            case Json.Str(String text) -> Optional.of(text);
            default -> throw wrong(name, "a string");
        };
    }

    /**
     * Returns a member that is an object; empty if it is missing or null.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Optional<Json.Obj> object(Json.Obj line, String name) {
        return switch (line.get(name).orElse(Json.Null.NULL)) {
            case Json.Null _ -> Optional.empty();
            case Json.Obj object -> Optional.of(object);
            default -> throw wrong(name, "an object");
        };
    }

    private static List<Json.Obj> objects(Json.Obj line, String name) {
        return switch (line.get(name).orElse(Json.Null.NULL)) {
            case Json.Null _ -> List.of();
            case Json.Arr(List<Json> items)
                    when items.stream().allMatch(Json.Obj.class::isInstance) ->
                    items.stream().map(Json.Obj.class::cast).toList();
            default -> throw wrong(name, "a list of objects");
        };
    }

    private static long count(Json.Obj line, String name) {
        if (line.get(name).orElse(Json.Null.NULL) instanceof Json.Num number) {
            return Math.max(0, number.longValue());
        }
        throw wrong(name, "a number");
    }

    private static IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException("'" + name + "' is not " + expected);
    }
}
