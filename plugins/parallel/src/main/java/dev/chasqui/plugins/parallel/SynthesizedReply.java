package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.DerivedReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.plugins.branches.BranchReport;
import dev.chasqui.plugins.branches.JoinedEvents;

import java.util.List;
import java.util.Optional;

/**
 * The aggregator's reply, passed on as it arrives, with the branches' citations and usage added at
 * its end. Used by one thread.
 */
final class SynthesizedReply extends DerivedReply {
    private final List<ReplyEvent> sources;
    private final BranchReport report;
    private Optional<Usage> usage = Optional.empty();
    private boolean cites;

    /**
     * @param reply the rest of the aggregator's reply
     * @param beginning the events already pulled from it
     * @param sources the citations of the branches; left out if the aggregator has its own
     * @param report the outcomes of the branches
     */
    SynthesizedReply(
            ChatReply reply,
            List<ReplyEvent> beginning,
            List<ReplyEvent> sources,
            BranchReport report) {
        super(reply);
        this.sources = sources;
        this.report = report;
        beginning.forEach(this::accept);
    }

    @Override
    protected void take(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.UsageReport(Usage used, var _) -> usage = Optional.of(used);
            case ReplyEvent.Cited _ -> {
                cites = true;
                give(event);
            }
            case ReplyEvent.Opened _,
                    ReplyEvent.Text _,
                    ReplyEvent.Reasoning _,
                    ReplyEvent.ToolCallDelta _,
                    ReplyEvent.Progress _,
                    ReplyEvent.Note _,
                    ReplyEvent.Finish _,
                    ReplyEvent.Raw _ ->
                    pass(event);
        }
    }

    @Override
    protected void end() {
        if (!isFinished()) {
            throw new FailureException(
                    new Failure.AgentFailed(ParallelPlugin.NAME, "the joined answer has no end"));
        }
        if (!cites) {
            sources.forEach(this::give);
        }
        give(report.note());
        JoinedEvents.usage(report, List.of(usage)).forEach(this::pass);
    }
}
