package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The answers under their models' names, in the branches' order, each as soon as it and those
 * before it are there.
 */
final class AllAnswers implements ChatReply {
    private final Fork fork;
    private final Deque<Place> toCome;
    private final Deque<ReplyEvent> ready = new ArrayDeque<>();
    private boolean begun;
    private boolean ended;

    AllAnswers(Fork fork) {
        this.fork = fork;
        this.toCome = new ArrayDeque<>(fork.places());
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (ready.isEmpty() && !toCome.isEmpty()) {
            Place place = toCome.remove();
            if (fork.outcome(place).result() instanceof Answer answer) {
                add(place, answer);
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

    private void add(Place place, Answer answer) {
        if (!begun) {
            begun = true;
            ready.add(new ReplyEvent.Opened(Role.ASSISTANT));
            ready.add(new ReplyEvent.Text(section(place, answer)));
        } else {
            ready.add(new ReplyEvent.Text("\n\n" + section(place, answer)));
        }
    }

    private static String section(Place place, Answer answer) {
        String said = answer.text().isBlank() ? "(calls tools)" : answer.text().strip();
        return "### " + place.label() + "\n\n" + said;
    }

    private void end() {
        List<Answered> answers = fork.answers();
        fork.failures().forEach(failed -> ready.add(new ReplyEvent.Text(line(failed))));
        ready.addAll(Sources.of(answers));
        Report report = fork.report();
        ready.add(report.note());
        ready.add(new ReplyEvent.Finish(finish(answers)));
        ready.addAll(JoinedEvents.usage(report, List.of()));
    }

    private static String line(Outcome failed) {
        String why = failed.result() instanceof Outcome.Lost lost ? lost.why() : "";
        return "\n\n(" + failed.place().label() + ": " + why + ")";
    }

    /** A reply is cut off if one of its answers is. */
    private static FinishReason finish(List<Answered> answers) {
        return answers.stream()
                .map(each -> each.answer().finish())
                .filter(reason -> !reason.equals(FinishReason.STOP))
                .filter(reason -> !reason.equals(FinishReason.TOOL_CALLS))
                .findFirst()
                .orElse(FinishReason.STOP);
    }

    /** Holds nothing itself: the branches are closed with their scope. */
    @Override
    public void close() {}
}
