package dev.chasqui.application.sessions;

import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.PromptSize;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chat with its stored history before its own messages.
 *
 * @param request the chat with its history
 * @param from the position of the first message of the history
 * @param blocks the messages of the history in blocks that stay or go together, the oldest first
 * @param needed the number of the newest blocks that must stay
 * @param missing the number of stored messages that are not in it
 * @param asked the messages that are new, without instructions
 * @param system the client's instructions; empty if it gave none
 * @param turns the number of stored turns
 */
record SessionHistory(
        ChatRequest request,
        int from,
        List<List<Message>> blocks,
        int needed,
        long missing,
        List<Message> asked,
        Optional<String> system,
        long turns) {
    private static final int MOST_TURNS = 2_000;
    private static final int PAGE = 50;
    private static final long PAGE_BYTES = 1 << 20;

    /**
     * Reads what goes before the messages of a chat.
     *
     * @param mostBytes the most bytes of stored turns
     */
    static SessionHistory of(
            SessionStore store,
            SessionKey key,
            Optional<SessionHead> head,
            ChatRequest request,
            long mostBytes) {
        List<Message> sent = request.messages();
        List<Message> own = sent.stream().filter(one -> !one.role().instructs()).toList();
        String given = instructions(sent);
        Optional<String> system = given.isBlank() ? Optional.empty() : Optional.of(given);
        if (head.isEmpty()) {
            return new SessionHistory(request, 0, List.of(), 0, 0, own, system, 0);
        }
        SessionHead known = head.get();
        if (isWhole(store, known, own)) {
            List<Message> added = own.subList((int) known.messages(), own.size());
            return new SessionHistory(
                    system.isPresent() ? request : instructed(request, known.system()),
                    0,
                    List.of(),
                    0,
                    0,
                    added,
                    system,
                    known.turns());
        }
        List<StoredTurn> turns = turns(store, known, mostBytes);
        List<List<Message>> blocks = StoredMessages.blocks(turns, own);
        List<Message> messages = new ArrayList<>(lead(sent, known, system));
        int from = messages.size();
        blocks.forEach(messages::addAll);
        messages.addAll(sent.subList(leading(sent), sent.size()));
        long there = blocks.stream().mapToLong(List::size).sum();
        boolean needsLast = !own.isEmpty() && StoredMessages.isResult(own.getFirst());
        return new SessionHistory(
                request.withMessages(messages),
                from,
                blocks,
                needsLast ? Math.min(1, blocks.size()) : 0,
                known.messages() - there,
                own,
                system,
                known.turns());
    }

    private static String instructions(List<Message> messages) {
        return String.join(
                "\n\n",
                messages.stream()
                        .filter(one -> one.role().instructs())
                        .map(Message::text)
                        .toList());
    }

    private static int leading(List<Message> messages) {
        int count = 0;
        while (count < messages.size() && messages.get(count).role().instructs()) {
            count++;
        }
        return count;
    }

    private static ChatRequest instructed(ChatRequest request, Optional<String> text) {
        return text.map(request::withInstruction).orElse(request);
    }

    /** Returns the instructions in front: the client's or the session's, and the summary. */
    private static List<Message> lead(
            List<Message> sent, SessionHead head, Optional<String> system) {
        List<Message> lead = new ArrayList<>(sent.subList(0, leading(sent)));
        if (system.isEmpty()) {
            head.system().ifPresent(text -> lead.add(Message.of(Role.SYSTEM, text)));
        }
        head.summary().map(SessionHistory::words).ifPresent(text -> add(lead, text));
        return lead;
    }

    /** Adds a text to the last instruction: many models take one alone, and only in front. */
    private static void add(List<Message> lead, String text) {
        if (lead.isEmpty()) {
            lead.add(Message.of(Role.SYSTEM, text));
        } else {
            Message last = lead.removeLast();
            lead.add(Message.of(last.role(), last.text() + "\n\n" + text));
        }
    }

    private static String words(Summary summary) {
        return "Summary of the conversation so far:\n" + summary.text();
    }

    /** Returns true if a client's messages begin with all stored ones. */
    private static boolean isWhole(SessionStore store, SessionHead head, List<Message> own) {
        if (head.messages() == 0 || own.size() <= head.messages()) {
            return false;
        }
        int end = (int) head.messages();
        long before = head.turns() + 1;
        while (end > 0) {
            List<StoredTurn> page = store.turns(head.key(), before, PAGE, PAGE_BYTES);
            if (page.isEmpty()) {
                return false;
            }
            for (StoredTurn stored : page) {
                int begin = end - stored.turn().size();
                if (begin < 0
                        || !StoredMessages.isRepeated(stored.turn(), own.subList(begin, end))) {
                    return false;
                }
                end = begin;
                before = stored.number();
            }
        }
        return true;
    }

    /** Returns the newest turns that no summary stands for, as far as they may be sent. */
    private static List<StoredTurn> turns(SessionStore store, SessionHead head, long mostBytes) {
        long covered = head.summary().map(Summary::upTo).orElse(0L);
        int most = (int) Math.min(MOST_TURNS, head.turns() - covered);
        return most < 1
                ? List.of()
                : store.turns(head.key(), head.turns() + 1, most, mostBytes).stream()
                        .filter(turn -> turn.number() > covered)
                        .toList();
    }

    /** Returns the number of the oldest blocks that must go so that some bytes are left at most. */
    int excess(long mostBytes) {
        long sum = PromptSize.bytes(request);
        int gone = 0;
        while (sum > mostBytes && gone < blocks.size() - needed) {
            sum -= bytes(blocks.get(gone));
            gone++;
        }
        return gone;
    }

    /** Returns the bytes that are left without the oldest blocks. */
    long bytesWithout(int gone) {
        return PromptSize.bytes(request)
                - blocks.subList(0, gone).stream().mapToLong(SessionHistory::bytes).sum();
    }

    private static long bytes(List<Message> block) {
        return block.stream().mapToLong(PromptSize::bytes).sum();
    }

    /** Returns true if a block may go besides those that are gone. */
    boolean mayShorten(int gone) {
        return gone < blocks.size() - needed;
    }

    /** Returns the number of messages in the oldest blocks. */
    int messages(int gone) {
        return blocks.subList(0, gone).stream().mapToInt(List::size).sum();
    }

    /**
     * Returns a request without the oldest blocks of this history.
     *
     * @param with this request, or what became of it before its agents
     */
    ChatRequest without(int gone, ChatRequest with) {
        if (gone == 0) {
            return with;
        }
        List<Message> messages = new ArrayList<>(with.messages());
        messages.subList(from, from + messages(gone)).clear();
        return with.withMessages(messages);
    }
}
