package dev.chasqui.application.exchange;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The rule by which whole messages are left out from the middle of a conversation.
 *
 * <p>A turn is a user's message with all that follows it up to the next one. Turns between the
 * first and the last one go first, the oldest first. If that is not enough, rounds of tool calls of
 * the first turn go, then those of the last turn. Always kept are the instructions, the first and
 * the last message of the user, the answer of the first turn, and the last round. A call of a tool
 * and its results stay or go together.
 */
final class HistoryCut {
    private final List<Message> messages;
    private final int firstUser;

    /** The position of the user's message that ends the first turn; the last one's if none does. */
    private final int secondUser;

    private final int lastUser;
    private final Groups groups;

    private HistoryCut(List<Message> messages) {
        this.messages = messages;
        int[] users =
                IntStream.range(0, messages.size())
                        .filter(i -> messages.get(i).role().equals(Role.USER))
                        .toArray();
        firstUser = users.length == 0 ? -1 : users[0];
        secondUser = users.length == 0 ? -1 : users[Math.min(1, users.length - 1)];
        lastUser = users.length == 0 ? -1 : users[users.length - 1];
        groups = groups();
    }

    /**
     * A conversation without some of its messages.
     *
     * @param kept the messages that are left
     * @param leftOut the others
     */
    record Shortened(List<Message> kept, List<Message> leftOut) {}

    /**
     * Leaves out as many messages as are needed.
     *
     * @param size the size of a message in any unit
     * @param excess the size that must go at least, in the same unit; above 0
     * @return the rest; empty if not enough may be left out
     */
    static Optional<Shortened> middle(
            List<Message> messages, ToLongFunction<Message> size, long excess) {
        return new HistoryCut(messages).cut(size, excess);
    }

    private Optional<Shortened> cut(ToLongFunction<Message> size, long excess) {
        boolean[] out = new boolean[messages.size()];
        long left = excess;
        for (List<Integer> group : removable()) {
            if (left <= 0) {
                break;
            }
            for (int index : group) {
                out[index] = true;
                left -= size.applyAsLong(messages.get(index));
            }
        }
        if (left > 0) {
            return Optional.empty();
        }
        List<Message> kept = new ArrayList<>();
        List<Message> leftOut = new ArrayList<>();
        for (int i = 0; i < out.length; i++) {
            (out[i] ? leftOut : kept).add(messages.get(i));
        }
        return Optional.of(new Shortened(kept, leftOut));
    }

    /** Returns the groups that may go, in the order in which they go. */
    private List<List<Integer>> removable() {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < messages.size(); i++) {
            members.computeIfAbsent(groups.of(i), _ -> new ArrayList<>()).add(i);
        }
        return members.values().stream()
                .filter(group -> group.stream().noneMatch(this::isKept))
                .sorted(Comparator.comparingInt(group -> place(group.getLast())))
                .toList();
    }

    private boolean isKept(int index) {
        Message message = messages.get(index);
        return index <= firstUser
                || index == lastUser
                || message.role().instructs()
                || groups.of(index) == groups.of(messages.size() - 1)
                || (index < secondUser && !isOfTools(message));
    }

    /** Returns 0 for a message between the first and the last turn, 1 and 2 for these. */
    private int place(int index) {
        return index > lastUser ? 2 : index < secondUser ? 1 : 0;
    }

    private static boolean isOfTools(Message message) {
        return !message.toolCalls().isEmpty() || isResult(message);
    }

    private static boolean isResult(Message message) {
        return message.role().equals(Role.TOOL) || message.role().equals(Role.FUNCTION);
    }

    /** Returns the groups: a call with its results, and a whole turn in the middle. */
    private Groups groups() {
        Groups joined = new Groups(messages.size());
        Map<String, Integer> calls = new HashMap<>();
        int lastCall = -1;
        int turn = -1;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (i >= secondUser && i < lastUser && !message.role().instructs()) {
                turn = message.role().equals(Role.USER) || turn < 0 ? i : turn;
                joined.join(i, turn);
            }
            if (isResult(message)) {
                // A result without an id answers the last calls.
                int otherwise = lastCall;
                int call =
                        message.toolCallId()
                                .map(id -> calls.getOrDefault(id, otherwise))
                                .orElse(otherwise);
                joined.join(i, call >= 0 ? call : Math.max(0, i - 1));
            }
            for (ToolCall call : message.toolCalls()) {
                calls.put(call.id(), i);
                lastCall = i;
            }
            if (message.role().equals(Role.FUNCTION)) {
                joined.join(i, Math.max(0, i - 1));
            }
        }
        return joined;
    }

    /** Disjoint sets of positions, each named after one of its members. */
    private static final class Groups {
        private final int[] parents;

        Groups(int size) {
            parents = IntStream.range(0, size).toArray();
        }

        int of(int index) {
            int root = index;
            while (parents[root] != root) {
                parents[root] = parents[parents[root]];
                root = parents[root];
            }
            return root;
        }

        /** Joins two sets under the name of the second. */
        void join(int index, int with) {
            parents[of(index)] = of(with);
        }
    }
}
