package dev.chasqui.application.exchange;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.reply.BegunReply;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * The last stretch: finds the backends that have the model and sends the request to the first that
 * answers.
 *
 * <p>The next one is tried as long as no event of a reply has come; also where a backend has too
 * much to do, as a pool whose queue is full.
 */
public final class Dispatch {
    private final Models models;
    private final OpenCalls calls;

    public Dispatch(Models models, OpenCalls calls) {
        this.models = models;
        this.calls = calls;
    }

    ChatReply send(ChatRequest request, Exchange exchange, Journal journal) {
        Iterator<Candidate> route = route(request, journal).iterator();
        Optional<FailureException> full = Optional.empty();
        while (true) {
            Candidate candidate = route.next();
            journal.asked(candidate);
            journal.sent(request);
            if (request.form() == ChatRequest.Form.LOAD && !candidate.backend().loadsOnRequest()) {
                journal.answered(candidate);
                return ChatReply.of(List.of(new ReplyEvent.Finish(loadOrUnload(request))));
            }
            // Here we are full ourselves, whichever backend it is.
            OpenCalls.Place place = calls.enter(journal.openCalls());
            try {
                ChatReply reply = begun(request, candidate, exchange, journal, place);
                journal.answered(candidate);
                return reply;
            } catch (FailureException e) {
                if (e.failure() instanceof Failure.OfBackend
                        && !(e.failure() instanceof Failure.BackendRefused)) {
                    models.doubt(candidate.backend());
                }
                if (!anotherMayAnswer(e.failure())) {
                    throw e;
                }
                if (e.failure() instanceof Failure.Overloaded) {
                    full = full.or(() -> Optional.of(e));
                }
                if (!route.hasNext()) {
                    // Who is full says when to come again; that another one is down helps less.
                    throw full.orElse(e);
                }
            }
        }
    }

    /** See {@link dev.chasqui.domain.agent.Chain#contextLength}. */
    OptionalInt contextLength(String model) {
        return asked(model, (backend, id) -> backend.contextLength(id));
    }

    /** See {@link dev.chasqui.domain.agent.Chain#countTokens}. */
    OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return asked(model, (backend, id) -> backend.countTokens(id, text, cancellation));
    }

    /** What the backend says that a request would be sent to first; empty if it fails. */
    private OptionalInt asked(String model, BiFunction<Backend, String, OptionalInt> question) {
        Candidate first = models.find(model).getFirst();
        try {
            return question.apply(first.backend(), first.model().id());
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }

    private List<Candidate> route(ChatRequest request, Journal journal) {
        try {
            return talking(models.find(request.model()), request);
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.OfBackend failure) {
                journal.asked(failure.backend());
            }
            throw e;
        }
    }

    /** Those that may answer; one that only makes vectors can be loaded, but not talked to. */
    private static List<Candidate> talking(List<Candidate> found, ChatRequest request) {
        if (request.form() == ChatRequest.Form.LOAD) {
            return found;
        }
        List<Candidate> talking = found.stream().filter(candidate -> !candidate.mute()).toList();
        if (talking.isEmpty()) {
            String what = request.form() == ChatRequest.Form.CHAT ? "chat" : "generate";
            throw new FailureException(
                    new Failure.Invalid(
                            "model", "\"" + request.model() + "\" does not support " + what));
        }
        return talking;
    }

    /**
     * A reply whose first event has come.
     *
     * @param place is left when the reply is over, or does not begin
     */
    private static ChatReply begun(
            ChatRequest request,
            Candidate candidate,
            Exchange exchange,
            Journal journal,
            OpenCalls.Place place) {
        boolean begun = false;
        try {
            Backend.Answer answer =
                    candidate
                            .backend()
                            .chat(
                                    named(request, candidate.model().id()),
                                    Backend.Asker.of(exchange),
                                    exchange.cancellation());
            journal.dropped(answer.dropped());
            ChatReply reply = BegunReply.of(answer.reply(), place::close);
            begun = true;
            return reply;
        } finally {
            if (!begun) {
                place.close();
            }
        }
    }

    /**
     * The request under the backend's own name. Where that is the client's with its tag, the
     * client's spelling stays: such a backend knows what it means and echoes it.
     */
    private static ChatRequest named(ChatRequest request, String id) {
        return id.equals(ModelName.withTag(request.model())) ? request : request.withModel(id);
    }

    private static FinishReason loadOrUnload(ChatRequest request) {
        KeepAlive keep = KeepAlive.of(request.extras().get("keep_alive"));
        return keep.equals(KeepAlive.NOT_AT_ALL) ? FinishReason.UNLOAD : FinishReason.LOAD;
    }

    private static boolean anotherMayAnswer(Failure failure) {
        return switch (failure) {
            case Failure.BackendRefused refused ->
                    refused.onlyHere() || refused.status() == 404 || refused.status() == 429;
            case Failure.OfBackend _, Failure.Overloaded _ -> true;
            case Failure.Invalid _,
                    Failure.TooLarge _,
                    Failure.UnknownCoding _,
                    Failure.Unauthenticated _,
                    Failure.Forbidden _,
                    Failure.UnknownModel _,
                    Failure.NotFound _,
                    Failure.Loop _,
                    Failure.DiskFull _,
                    Failure.AgentFailed _,
                    Failure.Cancelled _,
                    Failure.Internal _ ->
                    false;
        };
    }
}
