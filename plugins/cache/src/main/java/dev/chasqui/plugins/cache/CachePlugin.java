package dev.chasqui.plugins.cache;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** The plug-in of {@code /cache}. If it fails, the model is asked. */
public final class CachePlugin implements Plugin {
    private @Nullable ReplyStore store;
    private Optional<Similarity> similarity = Optional.empty();

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        CacheConfig config = host.config(CacheConfig.class);
        Ticker clock = Ticker.systemTicker();
        ReplyStore replies = new ReplyStore(config.size().bytes(), config.age(), clock);
        Optional<Similarity> similar =
                config.similarity()
                        .map(
                                least ->
                                        new Similarity(
                                                host.models()::embed,
                                                config.embedder(),
                                                new SimilarQuestions(
                                                        config.size().bytes() / 4,
                                                        config.age(),
                                                        least,
                                                        clock)));
        store = replies;
        similarity = similar;
        contributions.agent(
                new AgentType<>(
                                "cache",
                                "Gives the reply to an equal request again, without asking the"
                                        + " model",
                                CacheArguments.class,
                                arguments ->
                                        new CacheAgent(
                                                replies, similar, config.shared(), arguments))
                        .withOnFailure(OnFailure.OPEN));
    }

    @Override
    public void stop() {
        ReplyStore kept = store;
        if (kept != null) {
            kept.clear();
        }
        similarity.ifPresent(known -> known.questions().clear());
    }
}
