package dev.chasqui.application.exchange;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The two switches that turn a model's thinking off in a chat, and the backends that have refused
 * one: OpenAI knows no switch of chat templates, and models that never think know none at all. Kept
 * for the questions of one request. Safe for use by several threads.
 */
final class ThinkingSwitches {
    /** The member with the switch of chat templates. */
    private static final String TEMPLATE = "chat_template_kwargs";

    private final Set<String> withoutTemplate = ConcurrentHashMap.newKeySet();
    private final Set<String> withoutEffort = ConcurrentHashMap.newKeySet();

    /**
     * Sends a chat with the switches that a backend has not refused yet; if it refuses one now,
     * sends it again without that one.
     *
     * @param chat a chat with both switches
     * @throws FailureException if the sending fails for another reason
     */
    <T> T with(String backend, ChatRequest chat, Function<ChatRequest, T> send) {
        while (true) {
            try {
                return send.apply(switched(backend, chat));
            } catch (FailureException e) {
                if (!isNewRefusal(backend, e.failure())) {
                    throw e;
                }
            }
        }
    }

    private ChatRequest switched(String backend, ChatRequest chat) {
        ChatRequest switched = chat;
        if (withoutTemplate.contains(backend)) {
            switched = switched.withExtras(switched.extras().without(TEMPLATE));
        }
        if (withoutEffort.contains(backend)) {
            switched =
                    switched.withSettings(switched.settings().withThinking(new Thinking.Unset()));
        }
        return switched;
    }

    /** Notes a refusal of a switch; returns false if it was known, or is about something else. */
    private boolean isNewRefusal(String backend, Failure failure) {
        if (!(failure instanceof Failure.BackendRefused refused) || refused.status() == 429) {
            return false;
        }
        String said = refused.message().toLowerCase(Locale.ROOT);
        if (said.contains(TEMPLATE)) {
            return withoutTemplate.add(backend);
        }
        return (said.contains("reasoning") || said.contains("think")) && withoutEffort.add(backend);
    }
}
