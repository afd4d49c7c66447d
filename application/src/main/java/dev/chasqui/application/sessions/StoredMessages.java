package dev.chasqui.application.sessions;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Turn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stored messages as a model may be sent them again. Has no state. */
final class StoredMessages {
    private StoredMessages() {}

    /** Returns true for the result of a tool, which must stay with its call. */
    static boolean isResult(Message message) {
        return message.role().equals(Role.TOOL) || message.role().equals(Role.FUNCTION);
    }

    /**
     * Returns blocks of messages that stay or go together, the oldest first: a turn, and with it
     * the turns that bring the results of its calls. A result whose call is not there is left out.
     *
     * @param turns the turns, the newest first
     * @param next the messages that come after them
     */
    static List<List<Message>> blocks(List<StoredTurn> turns, List<Message> next) {
        List<List<Message>> blocks = new ArrayList<>();
        for (StoredTurn stored : turns.reversed()) {
            Turn turn = stored.turn();
            boolean goesOn = !turn.asked().isEmpty() && isResult(turn.asked().getFirst());
            if (!goesOn) {
                blocks.add(new ArrayList<>());
            }
            if (!blocks.isEmpty()) {
                blocks.getLast().addAll(turn.asked());
                turn.answered().stream()
                        .map(message -> turn.cut() ? withoutCalls(message) : message)
                        .forEach(blocks.getLast()::add);
            }
        }
        List<List<Message>> sent = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            sent.add(sendable(blocks.get(i), i == blocks.size() - 1 ? next : List.of()));
        }
        return sent;
    }

    /**
     * Returns the messages without calls that got no result, which servers refuse, and without
     * thoughts that no call depends on.
     *
     * @param next the messages that come after them
     */
    private static List<Message> sendable(List<Message> messages, List<Message> next) {
        List<Message> all = new ArrayList<>(messages);
        all.addAll(next);
        List<Message> sent = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (!message.toolCalls().isEmpty()) {
                List<Message> results = results(all, i + 1);
                message = results.isEmpty() ? withoutCalls(message) : identified(message, results);
            }
            if (message.toolCalls().isEmpty() && message.reasoning().isPresent()) {
                message = message.withoutReasoning();
            }
            boolean isEmpty = message.content().isEmpty() && message.toolCalls().isEmpty();
            if (!isEmpty || isResult(message)) {
                sent.add(message);
            }
        }
        return sent;
    }

    private static List<Message> results(List<Message> all, int from) {
        int to = from;
        while (to < all.size() && isResult(all.get(to))) {
            to++;
        }
        return all.subList(from, to);
    }

    private static Message withoutCalls(Message message) {
        return withCalls(message, List.of());
    }

    /** Returns a message whose calls without an id have those by which their results name them. */
    private static Message identified(Message message, List<Message> results) {
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < message.toolCalls().size(); i++) {
            ToolCall call = message.toolCalls().get(i);
            Optional<String> id =
                    call.id().isEmpty() && i < results.size()
                            ? results.get(i).toolCallId()
                            : Optional.empty();
            calls.add(
                    id.map(
                                    known ->
                                            new ToolCall(
                                                    known,
                                                    call.name(),
                                                    call.arguments(),
                                                    call.extras()))
                            .orElse(call));
        }
        return withCalls(message, calls);
    }

    private static Message withCalls(Message message, List<ToolCall> calls) {
        return calls.equals(message.toolCalls())
                ? message
                : new Message(
                        message.role(),
                        message.content(),
                        message.reasoning(),
                        calls,
                        message.toolCallId(),
                        message.name(),
                        message.extras(),
                        Optional.empty());
    }

    /**
     * Returns true if a client sent the messages of a stored turn again. A cut answer may be
     * shorter or longer on the client's side.
     */
    static boolean isRepeated(Turn turn, List<Message> sent) {
        for (int i = 0; i < turn.size(); i++) {
            boolean isAnswer = i >= turn.asked().size();
            Message stored =
                    isAnswer ? turn.answered().get(i - turn.asked().size()) : turn.asked().get(i);
            if (!isSame(stored, sent.get(i), isAnswer && turn.cut())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Message stored, Message sent, boolean cut) {
        String was = stored.text().strip();
        String is = sent.text().strip();
        boolean sameText = was.equals(is) || (cut && (was.startsWith(is) || is.startsWith(was)));
        return sameText
                && stored.role().equals(sent.role())
                && (cut || stored.toolCalls().size() == sent.toolCalls().size());
    }
}
