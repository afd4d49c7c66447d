package dev.chasqui.plugins.branches;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the events of a joined reply.
 *
 * <p>Notes and citations stand right after the last content, since some clients do not read beyond
 * the finish. The usage is the sum of all branches.
 */
public final class JoinedEvents {
    private JoinedEvents() {}

    /**
     * Returns a branch's answer with the added events and the sum of usage. Unchanged events keep
     * their frames.
     */
    public static List<ReplyEvent> of(
            BranchAnswer answer, List<ReplyEvent> added, BranchReport report) {
        return of(answer, added, report, List.of());
    }

    /**
     * Returns the same with the usage of further replies in the sum.
     *
     * @param further the usage of each further reply; empty for one that is unknown
     */
    public static List<ReplyEvent> of(
            BranchAnswer answer,
            List<ReplyEvent> added,
            BranchReport report,
            List<Optional<Usage>> further) {
        List<ReplyEvent> notes = new ArrayList<>(List.of(report.note()));
        notes.addAll(added);
        List<ReplyEvent> events = new ArrayList<>();
        int end = 0;
        for (ReplyEvent event : answer.events()) {
            if (event.isContent() || event instanceof ReplyEvent.Opened) {
                end = events.size() + 1;
            }
            if (!(event instanceof ReplyEvent.UsageReport) && !isReplaced(event, notes)) {
                events.add(event);
            }
        }
        events.add(end, report.note());
        events.addAll(end, added);
        events.addAll(usage(report, further));
        return events;
    }

    /** Returns true for a note of a branch, as nested ones make it, that another one replaces. */
    private static boolean isReplaced(ReplyEvent event, List<ReplyEvent> notes) {
        return event instanceof ReplyEvent.Note(String name, var _)
                && notes.stream()
                        .anyMatch(
                                note ->
                                        note instanceof ReplyEvent.Note(String own, var _)
                                                && own.equals(name));
    }

    /** Returns the events of a text that no single branch wrote. */
    public static List<ReplyEvent> of(String text, List<ReplyEvent> added, BranchReport report) {
        List<ReplyEvent> events = new ArrayList<>();
        events.add(new ReplyEvent.Opened(Role.ASSISTANT));
        events.add(new ReplyEvent.Text(text));
        events.addAll(added);
        events.add(report.note());
        events.add(new ReplyEvent.Finish(FinishReason.STOP));
        events.addAll(usage(report, List.of()));
        return events;
    }

    /** Returns the usage of the whole reply; nothing if it is unknown. */
    public static List<ReplyEvent> usage(BranchReport report, List<Optional<Usage>> further) {
        return report.usage(further).<ReplyEvent>map(ReplyEvent.UsageReport::new).stream().toList();
    }
}
