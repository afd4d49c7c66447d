package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.FrameDraft;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Optional;

/** A reader of whole replies. */
final class OpenAiReplyReader {
    /** The reason for refusing a reply without a choice. */
    static final String NO_CHOICE = "its answer holds no choice to read";

    private OpenAiReplyReader() {}

    /**
     * Returns the events of a whole reply.
     *
     * @throws FailureException with {@code BackendFailed} if the body is not a reply, or is an
     *     error
     */
    static List<ReplyEvent> whole(String backend, byte[] body) {
        OpenAiReply reply =
                OpenAiReply.read(
                        backend, new JsonScanner().over(body), Frame.Kind.WHOLE, choice -> {});
        if (reply.erroneous()) {
            refuseError(backend, body);
        }
        OpenAiChoice choice = reply.choice();
        if (choice == null) {
            throw new FailureException(new Failure.BackendFailed(backend, NO_CHOICE));
        }
        choice.error()
                .ifPresent(
                        error -> {
                            throw answeredWithError(backend, error);
                        });
        FrameDraft draft = new FrameDraft();
        Role role = choice.role().isEmpty() ? Role.ASSISTANT : Role.of(choice.role());
        draft.add(frame -> new ReplyEvent.Opened(role, frame));
        choice.addTexts(draft);
        OpenAiToolCalls.addWhole(choice.toolCalls(), draft);
        FinishReason reason =
                choice.finishReason().isEmpty()
                        ? FinishReason.STOP
                        : new FinishReason(choice.finishReason());
        draft.add(frame -> new ReplyEvent.Finish(reason, choice.stopSequence(), frame));
        reply.reported()
                .or(reply::measured)
                .ifPresent(usage -> draft.add(frame -> new ReplyEvent.UsageReport(usage, frame)));
        return draft.framed(Dialect.OPENAI, Frame.Kind.WHOLE, body);
    }

    /** Returns the choice of index 0 in the tree of a reply. */
    static Optional<Json.Obj> choice(Json.Obj reply) {
        if (!(reply.members().get("choices") instanceof Json.Arr(List<Json> choices))) {
            return Optional.empty();
        }
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i) instanceof Json.Obj choice && index(choice, i) == 0) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    /** Returns the index that a choice reports, else its position among the choices. */
    private static int index(Json.Obj object, int place) {
        return object.members().get("index") instanceof Json.Num number
                ? (int) number.longValue()
                : place;
    }

    private static void refuseError(String backend, byte[] body) {
        ServerErrorReader.errorIn((Json.Obj) JsonReader.read(body))
                .ifPresent(
                        error -> {
                            throw answeredWithError(backend, error);
                        });
    }

    private static FailureException answeredWithError(
            String backend, ServerErrorReader.ServerError error) {
        return new FailureException(
                new Failure.BackendFailed(backend, "it answered with an error", error.said()));
    }
}
