package dev.chasqui.application.exchange.resuming;

import dev.chasqui.application.policy.BoundMembers;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The request for the rest of an answer that broke off.
 *
 * @param request the request that the answer is to
 * @param text the text of the answer until it broke off; it may be empty
 * @param tokens the estimate of its tokens
 * @param broken the name of the backend whose reply broke off, which is asked last
 */
public record Continuation(ChatRequest request, String text, long tokens, String broken) {
    /** The types of the servers that continue a last message of the assistant by themselves. */
    private static final Set<String> CONTINUE = Set.of("llama.cpp", "ollama");

    /** The types of the servers that do so if they are told. */
    private static final Set<String> CONTINUE_IF_TOLD = Set.of("vllm", "sglang");

    private static final String INSTRUCTION =
            "Your last message was cut off. Continue it exactly where it stops: write only what"
                    + " follows, repeat nothing, and say nothing about the interruption.";

    /**
     * Returns true if a server continues a last message of the assistant.
     *
     * @param type the type of the server; empty if it is not known
     */
    public static boolean continues(Optional<String> type) {
        return type.filter(one -> CONTINUE.contains(one) || CONTINUE_IF_TOLD.contains(one))
                .isPresent();
    }

    /** Returns the request to a server that continues a last message of the assistant. */
    public ChatRequest begun(Optional<String> type) {
        ChatRequest next = withMessages(false);
        return text.isEmpty() || type.filter(CONTINUE_IF_TOLD::contains).isEmpty()
                ? next
                : next.withExtras(
                        next.extras()
                                .with("continue_final_message", Json.of(true))
                                .with("add_generation_prompt", Json.of(false)));
    }

    /** Returns the request to a server that must be told in words to continue. */
    public ChatRequest instructed() {
        return withMessages(true);
    }

    private ChatRequest withMessages(boolean instructed) {
        if (text.isEmpty()) {
            return request;
        }
        List<Message> messages = new ArrayList<>(request.messages());
        messages.add(begun(messages));
        if (instructed) {
            messages.add(Message.of(Role.USER, INSTRUCTION));
        }
        return shorter(request.withMessages(messages));
    }

    /** Returns the message of the assistant, which the client may have begun itself. */
    private Message begun(List<Message> messages) {
        if (!messages.isEmpty()) {
            Message last = messages.getLast();
            if (last.role().equals(Role.ASSISTANT)
                    && last.content().size() == 1
                    && last.firstText().isPresent()) {
                messages.removeLast();
                return last.withFirstText(last.firstText().get() + text);
            }
        }
        return Message.of(Role.ASSISTANT, text);
    }

    /** Returns a request whose answer may have what is left of its bound. */
    private ChatRequest shorter(ChatRequest next) {
        Settings settings = next.settings();
        Json.Obj sampling = shorter(settings.sampling());
        Json.Obj extras = shorter(next.extras());
        ChatRequest bound =
                sampling.equals(settings.sampling())
                        ? next
                        : next.withSettings(settings.withSampling(sampling));
        return extras.equals(next.extras()) ? bound : bound.withExtras(extras);
    }

    private Json.Obj shorter(Json.Obj members) {
        Json.Obj changed = members;
        for (String name : BoundMembers.NAMES) {
            double most = BoundMembers.number(members, name);
            if (most > 0) {
                changed = changed.with(name, Json.of((long) Math.max(1, most - tokens)));
            }
        }
        return changed;
    }
}
