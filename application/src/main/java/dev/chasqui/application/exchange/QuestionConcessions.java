package dev.chasqui.application.exchange;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.Fault;
import dev.chasqui.domain.json.Json;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The members of a question's chat that backends have refused, and what they get instead. Kept for
 * the questions of one request. Safe for use by several threads.
 */
final class QuestionConcessions {
    private final Map<String, Set<Concession>> made = new ConcurrentHashMap<>();

    /** A change of a chat for backends that refuse one of its members. */
    private enum Concession {
        /** The switch of chat templates, which OpenAI does not know. */
        NO_TEMPLATE_SWITCH("chat_template_kwargs") {
            @Override
            ChatRequest in(ChatRequest chat) {
                return chat.withExtras(chat.extras().without("chat_template_kwargs"));
            }
        },
        /** Some servers tell the probabilities of at most five tokens. */
        FEWER_TOKENS("top_logprobs") {
            @Override
            ChatRequest in(ChatRequest chat) {
                return chat.withExtras(chat.extras().with("top_logprobs", Json.of(5)));
            }
        },
        /** OpenAI's newer models know the limit by another name. */
        OTHER_LIMIT("max_completion_tokens") {
            @Override
            ChatRequest in(ChatRequest chat) {
                Settings settings = chat.settings();
                return chat.withSettings(
                                settings.withSampling(settings.sampling().without("max_tokens")))
                        .withExtras(chat.extras().with("max_completion_tokens", Json.of(1)));
            }
        },
        /** Models that never think may refuse to be told so. */
        NO_EFFORT("reasoning", "think") {
            @Override
            ChatRequest in(ChatRequest chat) {
                return chat.withSettings(chat.settings().withThinking(new Thinking.Unset()));
            }
        };

        private final String word;
        private final String otherWord;

        Concession(String word) {
            this(word, word);
        }

        Concession(String word, String otherWord) {
            this.word = word;
            this.otherWord = otherWord;
        }

        /** Returns the changed chat. */
        abstract ChatRequest in(ChatRequest chat);

        boolean isAskedForBy(Failure failure) {
            return isRefusalOf(word, failure) || isRefusalOf(otherWord, failure);
        }
    }

    /**
     * Returns true if a backend refuses a chat in words that hold a word.
     *
     * @param word the word in small letters
     */
    static boolean isRefusalOf(String word, Failure failure) {
        // A failure of the one backend alone is our own finding, not the backend's words.
        return failure instanceof Failure.BackendRefused refused
                && !refused.onlyHere()
                && refused.fault() == Fault.CALLER
                && refused.status() != 429
                && refused.message().toLowerCase(Locale.ROOT).contains(word);
    }

    /**
     * Sends a chat without the members that a backend has refused; if it refuses one now, sends it
     * again without that one, too.
     *
     * @throws FailureException if the sending fails for another reason
     */
    <T> T with(String backend, ChatRequest chat, Function<ChatRequest, T> send) {
        while (true) {
            Set<Concession> before = made.getOrDefault(backend, Set.of());
            ChatRequest changed = chat;
            for (Concession each : before) {
                changed = each.in(changed);
            }
            try {
                return send.apply(changed);
            } catch (FailureException e) {
                if (!concede(backend, before, e.failure())) {
                    throw e;
                }
            }
        }
    }

    /** Makes the first concession that a failure asks for; returns false if there is none. */
    private boolean concede(String backend, Set<Concession> before, Failure failure) {
        for (Concession each : Concession.values()) {
            if (!before.contains(each) && each.isAskedForBy(failure)) {
                Set<Concession> more = EnumSet.of(each);
                made.merge(
                        backend,
                        more,
                        (old, added) -> {
                            Set<Concession> all = EnumSet.copyOf(old);
                            all.addAll(added);
                            return all;
                        });
                return true;
            }
        }
        return false;
    }
}
