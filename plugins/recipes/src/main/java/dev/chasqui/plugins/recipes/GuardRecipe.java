package dev.chasqui.plugins.recipes;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import java.util.List;
import java.util.Optional;

/** Refuses a request that would leave this network with a word from the config. */
public final class GuardRecipe implements Plugin, Agent {

    /** The section of the config: {@code {"agents": {"words": {"words": ["Osprey"]}}}}. */
    public record Section(@Key(help = "The words that stay here.") List<String> words) {}

    private volatile List<String> words = List.of();

    @Override
    public String name() {
        return "words";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        words = host.config(Section.class).words();
        // Nothing that callers ask for may stand between it and the model.
        contributions.agent(
                AgentType.of("words", "Keeps words of the config here", this).nearModel());
    }

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        if (chain.zone(request.model()) == Zone.OPEN) {
            words.stream()
                    .filter(word -> mentions(request, word))
                    .findFirst()
                    .ifPresent(word -> refuse(word, request.model()));
        }
        return chain.proceed(request);
    }

    private static boolean mentions(ChatRequest request, String word) {
        return request.messages().stream().anyMatch(message -> message.text().contains(word));
    }

    private static void refuse(String word, String model) {
        throw new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "/words: '%s' may not leave this network; ask another model than %s"
                                .formatted(word, model)));
    }
}
