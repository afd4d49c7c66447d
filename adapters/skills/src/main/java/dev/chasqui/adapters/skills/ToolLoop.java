package dev.chasqui.adapters.skills;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A reply that answers the model's calls of the exchange's own tools and lets the model go on, at
 * most {@value #MOST_ROUNDS} times. Everything else passes as it comes.
 *
 * <p>A reply with a call of a client's tool ends the loop, since only the client can answer it; the
 * calls of own tools beside it are left out.
 */
final class ToolLoop implements ChatReply {
    private static final int MOST_ROUNDS = 8;

    private final Chain chain;
    private final OwnTools tools;
    private final Queue<ReplyEvent> made = new ArrayDeque<>();
    private ChatRequest request;
    private volatile ChatReply inner;
    private volatile boolean closed;
    private ToolRound round = new ToolRound();
    private int rounds;
    private boolean opened;
    private boolean saidBefore;
    private boolean roundOver;
    private boolean over;
    private Optional<Usage> used = Optional.empty();
    private @Nullable RuntimeException failure;

    private ToolLoop(Chain chain, ChatRequest request, ChatReply inner, OwnTools tools) {
        this.chain = chain;
        this.request = request;
        this.inner = inner;
        this.tools = tools;
    }

    /**
     * Sends a request on with own tools beside those of the client.
     *
     * @throws FailureException if there is no reply
     */
    static ChatReply proceed(Chain chain, ChatRequest request, OwnTools tools) {
        List<Tool> all = new ArrayList<>(request.tools());
        all.addAll(tools.tools());
        ChatRequest offering = request.withTools(all);
        return new ToolLoop(chain, offering, chain.proceed(offering), tools);
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (made.isEmpty() && !over) {
            if (roundOver) {
                nextRound();
            } else {
                pull();
            }
        }
        ReplyEvent event = made.poll();
        if (event == null && failure != null) {
            throw failure;
        }
        return event;
    }

    @Override
    public boolean ready() {
        while (made.isEmpty() && !over && !roundOver && inner.ready()) {
            pull();
        }
        return !made.isEmpty() || over;
    }

    /** Pulls one event. A failure is kept for {@link #next}: the events before it come first. */
    private void pull() {
        try {
            ReplyEvent event = inner.next();
            if (event == null) {
                endRound();
            } else {
                take(event);
            }
        } catch (RuntimeException e) {
            over = true;
            failure = e;
        }
    }

    private void take(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Opened _ -> {
                if (!opened) {
                    made.add(event);
                }
                opened = true;
            }
            case ReplyEvent.Text text -> {
                round.finishes().clear();
                if (saidBefore && round.said().isEmpty() && !text.text().isEmpty()) {
                    made.add(new ReplyEvent.Text("\n\n"));
                }
                round.said().append(text.text());
                made.add(event);
            }
            case ReplyEvent.ToolCallDelta call -> {
                round.finishes().clear();
                round.call(call, tools).ifPresent(made::add);
            }
            case ReplyEvent.Reasoning _, ReplyEvent.Progress _, ReplyEvent.Cited _ ->
                    made.add(event);
            case ReplyEvent.Note _ -> made.add(event);
            case ReplyEvent.Finish _ -> round.finishes().add(event);
            case ReplyEvent.UsageReport(Usage usage, var _) -> {
                round.used(usage);
                round.finishes().add(event);
            }
            case ReplyEvent.Raw _ -> {
                // Such a frame may be the mark of the stream's end.
                if (round.finishes().isEmpty()) {
                    made.add(event);
                } else {
                    round.finishes().add(event);
                }
            }
        }
    }

    private void endRound() {
        if (round.isOwnAlone() && rounds < MOST_ROUNDS) {
            roundOver = true;
            return;
        }
        over = true;
        if (rounds == 0 && !round.hasOwn()) {
            made.addAll(round.finishes());
            return;
        }
        made.add(finish());
        round.used().ifPresent(this::add);
        used.ifPresent(all -> made.add(new ReplyEvent.UsageReport(all)));
    }

    /** Returns the end of the whole reply: no client shall answer calls that it does not get. */
    private ReplyEvent finish() {
        ReplyEvent.Finish last =
                round.finishes().stream()
                        .filter(ReplyEvent.Finish.class::isInstance)
                        .map(ReplyEvent.Finish.class::cast)
                        .reduce((_, later) -> later)
                        .orElseGet(() -> new ReplyEvent.Finish(FinishReason.STOP));
        return new ReplyEvent.Finish(
                round.isOwnAlone() ? FinishReason.STOP : last.reason(), last.stopSequence(), null);
    }

    private void add(Usage usage) {
        used = Optional.of(used.map(before -> before.plus(usage)).orElse(usage));
    }

    /** Answers the calls and lets the model go on. */
    private void nextRound() {
        roundOver = false;
        rounds++;
        round.used().ifPresent(this::add);
        saidBefore |= !round.said().isEmpty();
        try {
            List<Message> messages = new ArrayList<>(request.messages());
            messages.addAll(round.messages(tools, rounds == MOST_ROUNDS));
            request = request.withMessages(messages);
            round = new ToolRound();
            inner.close();
            inner = chain.proceed(request);
            if (closed) {
                inner.close();
            }
        } catch (RuntimeException e) {
            over = true;
            failure = e;
        }
    }

    @Override
    public void close() {
        closed = true;
        inner.close();
    }
}
