package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events of a joined reply.
 *
 * <p>What is told beside the text stands right after the last of it, since some clients do not read
 * beyond the finish. The usage is the sum of all.
 */
final class JoinedEvents {
    private JoinedEvents() {}

    /** A branch's answer as it is, but for its usage; what an edit leaves alone keeps its frame. */
    static List<ReplyEvent> of(Answer answer, List<ReplyEvent> added, Report report) {
        List<ReplyEvent> events = new ArrayList<>();
        int end = 0;
        for (ReplyEvent event : answer.events()) {
            if (event.isContent() || event instanceof ReplyEvent.Opened) {
                end = events.size() + 1;
            }
            if (!(event instanceof ReplyEvent.UsageReport)) {
                events.add(event);
            }
        }
        events.add(end, report.note());
        events.addAll(end, added);
        events.addAll(usage(report, List.of()));
        return events;
    }

    /** A text that no branch wrote so. */
    static List<ReplyEvent> of(String text, List<ReplyEvent> added, Report report) {
        List<ReplyEvent> events = new ArrayList<>();
        events.add(new ReplyEvent.Opened(Role.ASSISTANT));
        events.add(new ReplyEvent.Text(text));
        events.addAll(added);
        events.add(report.note());
        events.add(new ReplyEvent.Finish(FinishReason.STOP));
        events.addAll(usage(report, List.of()));
        return events;
    }

    /** The usage of the whole reply; nothing where it is not known. */
    static List<ReplyEvent> usage(Report report, List<Optional<Usage>> further) {
        return report.usage(further).<ReplyEvent>map(ReplyEvent.UsageReport::new).stream().toList();
    }
}
