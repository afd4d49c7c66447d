package dev.chasqui.plugins.recipes;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.DerivedReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers a caller's repeated question from memory; only whole replies of text are kept. */
public final class CacheRecipe implements Plugin, Agent {
    private static final int MOST_ENTRIES = 1_000;
    private static final int LONGEST = 20_000;

    private final Map<Question, String> answers =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Question, String> eldest) {
                            return size() > MOST_ENTRIES;
                        }
                    });

    /** All that an answer may depend on, the agents behind this one included. */
    private record Question(
            String caller,
            String model,
            List<String> agents,
            List<Message> messages,
            Settings settings,
            Json.Obj extras) {}

    @Override
    public String name() {
        return "remember";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        contributions.agent(AgentType.of("remember", "Answers repeated questions at once", this));
    }

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        if (!request.tools().isEmpty() || !request.messages().stream().allMatch(this::isText)) {
            return chain.proceed(request);
        }
        Question question =
                new Question(
                        chain.exchange().caller().name(),
                        request.model(),
                        chain.agents(),
                        request.messages().stream().map(CacheRecipe::comparable).toList(),
                        request.settings(),
                        request.extras());
        String known = answers.get(question);
        return known != null
                ? ChatReply.ofText(known)
                : new Remembered(chain.proceed(request), question);
    }

    /** Returns a message that is equal to another one that says the same. */
    private static Message comparable(Message message) {
        return message.withContent(message.content());
    }

    private boolean isText(Message message) {
        return message.content().stream().allMatch(Part.Text.class::isInstance);
    }

    /** A reply that is kept when it has ended well. A cut or failed one never gets that far. */
    private final class Remembered extends DerivedReply {
        private final Question question;
        private final StringBuilder text = new StringBuilder();
        private boolean keep = true;

        Remembered(ChatReply reply, Question question) {
            super(reply);
            this.question = question;
        }

        @Override
        protected void take(ReplyEvent event) {
            switch (event) {
                case ReplyEvent.Text piece when text.length() < LONGEST ->
                        text.append(piece.text());
                case ReplyEvent.Finish end -> keep &= end.reason().equals(FinishReason.STOP);
                default -> keep &= !event.isContent();
            }
            pass(event);
        }

        @Override
        protected void end() {
            if (keep && isFinished()) {
                answers.put(question, text.toString());
            }
        }
    }
}
