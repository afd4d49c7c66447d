package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Generated ids for tool calls of dialects that have none. */
public final class ToolCallIds {
    private static final String LETTERS =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LENGTH = 24;

    private ToolCallIds() {}

    /** Returns a new id: {@code call_} and 24 letters or digits. */
    public static String random() {
        StringBuilder id = new StringBuilder("call_");
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /**
     * Returns a conversation in which every tool call has an id, and every result of a tool refers
     * to one: the oldest call of its name that has no result yet, else the last call of its name.
     *
     * <p>Generated ids are numbered, so that a conversation has the same ids again after it has
     * grown; caches of prompts depend on that.
     */
    public static List<Message> complete(List<Message> messages) {
        List<Message> completed = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        List<ToolCall> unanswered = new ArrayList<>();
        for (Message message : messages) {
            Message complete = message;
            if (message.toolCalls().stream().anyMatch(call -> call.id().isEmpty())) {
                complete = withCalls(message, calls.size());
            }
            calls.addAll(complete.toolCalls());
            unanswered.addAll(complete.toolCalls());
            if (message.role().equals(Role.TOOL)) {
                if (message.toolCallId().isEmpty()) {
                    complete = withCallId(message, callOf(message, unanswered, calls));
                }
                String answered = complete.toolCallId().orElse("");
                unanswered.removeIf(call -> call.id().equals(answered));
            }
            completed.add(complete);
        }
        return completed;
    }

    /**
     * Returns a conversation whose ids of tool calls have this length and consist of letters and
     * digits. Ids that do already stay; another one becomes the same new one each time.
     */
    public static List<Message> ofLength(List<Message> messages, int length) {
        return complete(messages).stream().map(message -> ofLength(message, length)).toList();
    }

    private static Message ofLength(Message message, int length) {
        boolean fits =
                message.toolCalls().stream().allMatch(call -> fits(call.id(), length))
                        && message.toolCallId().filter(id -> !fits(id, length)).isEmpty();
        return fits
                ? message
                : new Message(
                        message.role(),
                        message.content(),
                        message.reasoning(),
                        message.toolCalls().stream()
                                .map(
                                        call ->
                                                new ToolCall(
                                                        ofLength(call.id(), length),
                                                        call.name(),
                                                        call.arguments(),
                                                        call.extras()))
                                .toList(),
                        message.toolCallId().map(id -> ofLength(id, length)),
                        message.name(),
                        message.extras(),
                        Optional.empty());
    }

    private static boolean fits(String id, int length) {
        return id.length() == length && id.chars().allMatch(c -> LETTERS.indexOf(c) >= 0);
    }

    private static String ofLength(String id, int length) {
        if (fits(id, length)) {
            return id;
        }
        StringBuilder other = new StringBuilder();
        byte[] hash = sha256(id);
        for (int i = 0; i < length; i++) {
            other.append(LETTERS.charAt(Byte.toUnsignedInt(hash[i]) % LETTERS.length()));
        }
        return other.toString();
    }

    private static byte[] sha256(String id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static Optional<String> callOf(
            Message message, List<ToolCall> unanswered, List<ToolCall> calls) {
        return unanswered.stream()
                .filter(call -> matches(call, message))
                .findFirst()
                .or(
                        () ->
                                calls.reversed().stream()
                                        .filter(call -> matches(call, message))
                                        .findFirst())
                .map(ToolCall::id);
    }

    private static boolean matches(ToolCall call, Message answer) {
        return answer.name().isEmpty() || answer.name().get().equals(call.name());
    }

    private static Message withCalls(Message message, int before) {
        List<ToolCall> calls = new ArrayList<>();
        for (ToolCall call : message.toolCalls()) {
            String id = call.id().isEmpty() ? "call_" + (before + calls.size()) : call.id();
            calls.add(new ToolCall(id, call.name(), call.arguments(), call.extras()));
        }
        return new Message(
                message.role(),
                message.content(),
                message.reasoning(),
                calls,
                message.toolCallId(),
                message.name(),
                message.extras(),
                Optional.empty());
    }

    private static Message withCallId(Message message, Optional<String> id) {
        return new Message(
                message.role(),
                message.content(),
                message.reasoning(),
                message.toolCalls(),
                id,
                message.name(),
                message.extras(),
                message.source());
    }
}
