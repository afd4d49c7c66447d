package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.Counts;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reader of the objects of one reply to {@code POST /completion} or {@code POST /infill} of
 * llama.cpp's server. Its events have no frame, since we offer that dialect to no client. It holds
 * the state of the reply; used by one thread.
 */
public final class LlamaCompletionReader {
    private final String backend;
    private boolean opened;
    private boolean done;

    /**
     * @param backend the name of the sender, for messages
     */
    public LlamaCompletionReader(String backend) {
        this.backend = backend;
    }

    /** Returns true after the object with {@code "stop":true}. */
    boolean done() {
        return done;
    }

    /**
     * Returns the events of a whole reply.
     *
     * @throws FailureException with {@code BackendFailed} if the body is not such a reply
     */
    public List<ReplyEvent> whole(byte[] body) {
        Json.Obj reply = object(body, 0, body.length);
        error(reply)
                .ifPresent(
                        error -> {
                            throw new FailureException(
                                    new Failure.BackendFailed(
                                            backend, "it answered with an error", error.said()));
                        });
        List<ReplyEvent> events = new ArrayList<>();
        addText(reply, events);
        addEnd(reply, events);
        return events;
    }

    /**
     * Returns the events of one object of a stream.
     *
     * @throws FailureException with {@code BackendFailed} if it is not such an object, with {@code
     *     BackendBroke} if it reports a failure of the backend
     */
    List<ReplyEvent> piece(byte[] text, int from, int to) {
        Json.Obj piece = object(text, from, to);
        error(piece)
                .ifPresent(
                        error -> {
                            throw sentError(backend, error);
                        });
        List<ReplyEvent> events = new ArrayList<>();
        addText(piece, events);
        if (piece.get("stop").equals(Optional.of(Json.of(true)))) {
            addEnd(piece, events);
        }
        return events;
    }

    static FailureException sentError(String backend, ServerErrorReader.ServerError error) {
        return new FailureException(
                new Failure.BackendBroke(backend, "it sent an error", error.said()));
    }

    private static Optional<ServerErrorReader.ServerError> error(Json.Obj reply) {
        return ServerErrorReader.errorIn(reply);
    }

    private void addText(Json.Obj object, List<ReplyEvent> events) {
        String text = object.text("content").orElseThrow(() -> failed("its reply has no content"));
        if (!opened) {
            opened = true;
            events.add(new ReplyEvent.Opened(Role.ASSISTANT));
        }
        if (!text.isEmpty()) {
            events.add(new ReplyEvent.Text(text));
        }
    }

    private void addEnd(Json.Obj object, List<ReplyEvent> events) {
        done = true;
        boolean limit = object.text("stop_type").filter("limit"::equals).isPresent();
        events.add(
                new ReplyEvent.Finish(
                        limit ? FinishReason.LENGTH : FinishReason.STOP,
                        object.text("stopping_word").filter(word -> !word.isEmpty()),
                        null));
        Optional<Usage> measured =
                OpenAiUsage.measured(object.get("timings").orElse(Json.Null.NULL));
        events.add(
                new ReplyEvent.UsageReport(
                        new Usage(
                                Counts.count(object, "tokens_evaluated").orElse(0),
                                Counts.count(object, "tokens_predicted").orElse(0),
                                measured.map(Usage::cachedTokens).orElse(OptionalLong.empty()),
                                OptionalLong.empty(),
                                measured.map(Usage::timings).orElse(Timings.UNKNOWN),
                                false)));
    }

    private Json.Obj object(byte[] text, int from, int to) {
        try {
            if (JsonReader.read(text, from, to) instanceof Json.Obj object) {
                return object;
            }
        } catch (FailureException e) {
            throw failed("it sent something that is not JSON: " + e.failure().message());
        }
        throw failed("it sent JSON that is not an object");
    }

    private FailureException failed(String why) {
        return new FailureException(new Failure.BackendFailed(backend, why));
    }
}
