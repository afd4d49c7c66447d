package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The aggregator's reply as it comes, with what the branches found and used added at its end. */
final class SynthesizedReply implements ChatReply {
    private final ChatReply reply;
    private final Deque<ReplyEvent> ready;
    private final List<ReplyEvent> sources;
    private final Report report;
    private Optional<Usage> usage = Optional.empty();
    private boolean cites;
    private boolean finished;
    private boolean over;

    /**
     * @param reply the rest of the aggregator's reply
     * @param beginning what was pulled of it already
     * @param sources of the branches; left out if the aggregator cites some itself
     */
    SynthesizedReply(
            ChatReply reply, List<ReplyEvent> beginning, List<ReplyEvent> sources, Report report) {
        this.reply = reply;
        this.ready = new ArrayDeque<>();
        this.sources = sources;
        this.report = report;
        beginning.forEach(this::pass);
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (ready.isEmpty() && !over) {
            ReplyEvent event = reply.next();
            if (event == null) {
                end();
            } else {
                pass(event);
            }
        }
        return ready.poll();
    }

    private void pass(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.UsageReport(Usage used, var _) -> usage = Optional.of(used);
            case ReplyEvent.Finish _ -> {
                finished = true;
                if (!cites) {
                    ready.addAll(sources);
                }
                ready.add(report.note());
                ready.add(event);
            }
            case ReplyEvent.Cited _ -> {
                cites = true;
                ready.add(event);
            }
            case ReplyEvent.Opened _,
                    ReplyEvent.Text _,
                    ReplyEvent.Reasoning _,
                    ReplyEvent.ToolCallDelta _,
                    ReplyEvent.Progress _,
                    ReplyEvent.Note _,
                    ReplyEvent.Raw _ ->
                    ready.add(event);
        }
    }

    private void end() {
        if (!finished) {
            throw new FailureException(
                    new Failure.AgentFailed("parallel", "the joined answer has no end"));
        }
        over = true;
        ready.addAll(JoinedEvents.usage(report, List.of(usage)));
    }

    @Override
    public void close() {
        reply.close();
    }
}
