package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugin.Registrar;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** The plug-in of {@code /rag}. */
public final class RagPlugin implements Plugin {

    @Override
    public String name() {
        return "rag";
    }

    @Override
    public void start(Registrar registrar) {
        RagConfig config = registrar.config(RagConfig.class);
        registrar.agent(type(open(registrar.data()), config));
    }

    private static Library open(Path ignored) {
        return new Library() {
            @Override
            public SortedSet<String> collections() {
                return Collections.emptySortedSet();
            }

            @Override
            public List<Passage> search(String collection, String question, int most) {
                return List.of();
            }
        };
    }

    static AgentType<RagArguments> type(Library library, RagConfig config) {
        CautiousTokens tokens = new CautiousTokens();
        return new AgentType<>(
                "rag",
                "Answers from your documents and cites them",
                RagArguments.class,
                arguments -> new RagAgent(library, arguments.over(config), tokens));
    }
}
