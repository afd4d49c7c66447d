package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugins.branches.AnsweredBranch;
import dev.chasqui.plugins.branches.BranchAnswer;
import dev.chasqui.plugins.branches.BranchOutcome;
import dev.chasqui.plugins.branches.BranchReport;
import dev.chasqui.plugins.branches.BranchTarget;
import dev.chasqui.plugins.branches.Fork;
import dev.chasqui.plugins.branches.JoinedEvents;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A reply that contains all answers, each under its model's name and in the branches' order. An
 * answer is sent as soon as it and all before it have ended. Used by one thread.
 */
final class AllAnswers implements ChatReply {
    private final Fork fork;
    private final Deque<BranchTarget> remaining;
    private final Deque<ReplyEvent> ready = new ArrayDeque<>();
    private final CitationNumbers citations = new CitationNumbers(true);
    private boolean begun;
    private boolean ended;

    AllAnswers(Fork fork) {
        this.fork = fork;
        this.remaining = new ArrayDeque<>(fork.targets());
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (ready.isEmpty() && !remaining.isEmpty()) {
            BranchTarget target = remaining.remove();
            if (fork.outcome(target).result() instanceof BranchAnswer answer) {
                add(target, answer);
            }
        }
        if (ready.isEmpty() && !ended) {
            ended = true;
            end();
        }
        return ready.poll();
    }

    @Override
    public boolean ready() {
        return ended || !ready.isEmpty();
    }

    private void add(BranchTarget target, BranchAnswer answer) {
        if (!begun) {
            begun = true;
            ready.add(new ReplyEvent.Opened(Role.ASSISTANT));
            ready.add(new ReplyEvent.Text(section(target, answer)));
        } else {
            ready.add(new ReplyEvent.Text("\n\n" + section(target, answer)));
        }
    }

    private String section(BranchTarget target, BranchAnswer answer) {
        String text = citations.add(answer);
        String said = text.isBlank() ? "(calls tools)" : text.strip();
        return "### " + target.label() + "\n\n" + said;
    }

    private void end() {
        List<AnsweredBranch> answers = fork.answers();
        fork.failures().forEach(failed -> ready.add(new ReplyEvent.Text(line(failed))));
        ready.addAll(citations.events());
        BranchReport report = fork.report();
        ready.add(report.note());
        ready.add(new ReplyEvent.Finish(finish(answers)));
        ready.addAll(JoinedEvents.usage(report, List.of()));
    }

    private static String line(BranchOutcome failed) {
        String why = failed.result() instanceof BranchOutcome.Lost lost ? lost.why() : "";
        return "\n\n(" + failed.target().label() + ": " + why + ")";
    }

    /**
     * Returns the first finish reason that means a cut answer, else {@code STOP}: a reply is cut
     * off if one of its answers is.
     */
    private static FinishReason finish(List<AnsweredBranch> answers) {
        return answers.stream()
                .map(each -> each.answer().finish())
                .filter(reason -> !reason.equals(FinishReason.STOP))
                .filter(reason -> !reason.equals(FinishReason.TOOL_CALLS))
                .findFirst()
                .orElse(FinishReason.STOP);
    }

    /** Does nothing: the branches are closed by their scope. */
    @Override
    public void close() {}
}
