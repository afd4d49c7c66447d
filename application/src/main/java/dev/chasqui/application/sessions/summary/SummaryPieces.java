package dev.chasqui.application.sessions.summary;

import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Summary;

import java.util.List;

/**
 * The choice of the turns that a summary is to cover. A turn that brings the results of calls is
 * never parted from the one that made the calls.
 *
 * @param store the sessions
 */
record SummaryPieces(SessionStore store) {
    /** The most bytes of turns that are summarised at once. */
    static final int LARGEST = 256 * 1024;

    private static final int MOST_TURNS = 50;
    private static final int PAGE = 16 * 1024;

    /**
     * Returns the last turn that a summary is to cover; 0 if none is due.
     *
     * @param above the bytes of the turns without a summary above which one is due
     * @param kept the bytes of the newest turns that stay without
     */
    long end(SessionHead head, long above, long kept) {
        long covered = covered(head);
        long before = head.turns() + 1;
        long bytes = 0;
        long end = 0;
        while (before > covered + 1) {
            int most = (int) Math.min(MOST_TURNS, before - covered - 1);
            List<StoredTurn> page = store.turns(head.key(), before, most, PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (StoredTurn turn : page) {
                bytes += turn.bytes();
                if (end == 0 && bytes > kept && turn.number() < head.turns()) {
                    end = turn.number();
                }
                if (end > 0 && bytes > above) {
                    return end;
                }
                before = turn.number();
            }
        }
        return 0;
    }

    private static long covered(SessionHead head) {
        return head.summary().map(Summary::upTo).orElse(0L);
    }

    /**
     * Returns the oldest turns that no summary covers, as far as they fit and may be parted from
     * the others, the oldest first; empty if there are none.
     *
     * @param end the last turn that may be among them
     * @param room the bytes of all of them, except of a single one
     */
    List<StoredTurn> oldest(SessionHead head, long end, int room) {
        return whole(head, first(head, end, room), end);
    }

    /** Returns the oldest turns that no summary covers, as far as they fit, the oldest first. */
    private List<StoredTurn> first(SessionHead head, long end, int room) {
        long covered = covered(head);
        int most = (int) Math.min(MOST_TURNS, end - covered);
        while (true) {
            // The store reads from the newest one back, and leaves out the oldest.
            List<StoredTurn> turns =
                    store.turns(head.key(), covered + most + 1, most, Math.max(1, room));
            if (turns.size() == most || most == 1) {
                return turns.reversed();
            }
            most = Math.max(1, Math.min(turns.size(), most / 2));
        }
    }

    /** Returns turns after which no turn brings the results of their calls. */
    private List<StoredTurn> whole(SessionHead head, List<StoredTurn> turns, long end) {
        int count = turns.size();
        while (count > 0 && goesOn(head, turns, count)) {
            count--;
        }
        if (count > 0 || turns.isEmpty()) {
            return turns.subList(0, count);
        }
        // One run of calls and results is longer than a piece: it is covered as a whole.
        long number = turns.getLast().number() + 1;
        while (number <= end && beginsWithResult(head, number)) {
            number++;
        }
        int length = (int) (number - turns.getFirst().number());
        return number > end || length > 2 * MOST_TURNS
                ? List.of()
                : store.turns(head.key(), number, length, LARGEST).reversed();
    }

    private boolean goesOn(SessionHead head, List<StoredTurn> turns, int count) {
        return count < turns.size()
                ? beginsWithResult(turns.get(count))
                : beginsWithResult(head, turns.getLast().number() + 1);
    }

    private boolean beginsWithResult(SessionHead head, long number) {
        return store.turns(head.key(), number + 1, 1, 1).stream()
                .anyMatch(turn -> turn.number() == number && beginsWithResult(turn));
    }

    private static boolean beginsWithResult(StoredTurn turn) {
        List<Message> asked = turn.turn().asked();
        return !asked.isEmpty()
                && (asked.getFirst().role().equals(Role.TOOL)
                        || asked.getFirst().role().equals(Role.FUNCTION));
    }
}
