package dev.chasqui.adapters.remote;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * The reply that a service gives itself. The tokens of the service's calls of the chain are
 * reported at its end, unless the service reports others.
 */
final class RemoteReply implements ChatReply {
    /** The longest words of a service that are shown to the caller. */
    private static final int LONGEST_WORDS = 500;

    private final String agent;
    private final ServiceAnswer answer;
    private final OpenChain chain;
    private final Queue<ReplyEvent> events = new ArrayDeque<>();
    private @Nullable FailureException failure;
    private boolean over;
    private boolean called;
    private boolean toldUsage;

    /** Gives back the parts that an exchange holds. */
    private final Runnable giveBack;

    /**
     * @param giveBack gives back what the exchange holds for the service; idempotent
     * @param first the first object of the answer
     */
    RemoteReply(
            String agent,
            ServiceAnswer answer,
            OpenChain chain,
            Runnable giveBack,
            Json.Obj first) {
        this.agent = agent;
        this.answer = answer;
        this.chain = chain;
        this.giveBack = giveBack;
        events.add(new ReplyEvent.Opened(Role.ASSISTANT));
        take(first);
    }

    /**
     * Throws the failure that an object tells.
     *
     * @throws FailureException with {@code AgentFailed} for an error, with {@code Invalid} if the
     *     service refuses the request
     * @throws IllegalArgumentException if the member is no text
     */
    static void requireNoError(String agent, Json.Obj object) {
        Optional<String> refused = ReplyLines.text(object, ReplyLines.REFUSE);
        if (refused.isPresent()) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(), "/" + agent + ": " + shortened(refused.get())));
        }
        Optional<String> error = ReplyLines.text(object, ReplyLines.ERROR);
        if (error.isPresent()) {
            throw new ServiceException("it says: " + shortened(error.get()));
        }
    }

    private static String shortened(String words) {
        return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "…";
    }

    /** Takes an object apart; it has been checked for errors only if it is the first one. */
    private void take(Json.Obj object) {
        requireNoError(agent, object);
        if (object.get(ReplyLines.REQUEST).isPresent()) {
            throw new ServiceException("it edits the request after its reply began");
        }
        for (ReplyEvent event : ReplyLines.read(object)) {
            called |= event instanceof ReplyEvent.ToolCallDelta;
            toldUsage |= event instanceof ReplyEvent.UsageReport;
            events.add(event);
        }
        FinishReason usual = called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        Optional<ReplyEvent.Finish> finish = ReplyLines.finish(object, usual);
        if (finish.isPresent() || answer.isWhole()) {
            events.add(finish.orElseGet(() -> new ReplyEvent.Finish(usual)));
            chain.used()
                    .filter(_ -> !toldUsage)
                    .ifPresent(used -> events.add(new ReplyEvent.UsageReport(used)));
            end();
        }
    }

    private void end() {
        over = true;
        answer.close();
        giveBack.run();
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (events.isEmpty() && !over) {
            pull();
        }
        ReplyEvent event = events.poll();
        if (event == null && failure != null) {
            throw failure;
        }
        return event;
    }

    @Override
    public boolean ready() {
        try {
            while (events.isEmpty() && !over && answer.ready()) {
                pull();
            }
        } catch (ServiceException e) {
            fail(e);
        } catch (FailureException e) {
            failure = e;
            end();
        }
        return !events.isEmpty() || over;
    }

    private void pull() {
        try {
            Json.@Nullable Obj object = answer.next();
            if (object == null) {
                throw new ServiceException("its answer ended before it was done");
            }
            take(object);
        } catch (ServiceException | IllegalArgumentException e) {
            fail(e);
        } catch (FailureException e) {
            failure = e;
            end();
        }
    }

    /** A failure of the chain explains that of the service. */
    private void fail(RuntimeException why) {
        failure =
                chain.failure()
                        .orElseGet(
                                () ->
                                        new FailureException(
                                                new Failure.AgentFailed(
                                                        agent, String.valueOf(why.getMessage()))));
        end();
    }

    @Override
    public void close() {
        over = true;
        answer.close();
        giveBack.run();
    }
}
