package dev.chasqui.plugins.context;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import java.time.Clock;
import java.util.List;

/** The plug-in of {@code /context}. */
public final class ContextPlugin implements Plugin {

    /** The arguments of the command. */
    record Arguments(
            @Argument(
                            help =
                                    "names of snippets; without any, those of"
                                            + " agents.context.always, else all")
                    List<String> snippets) {}

    @Override
    public String name() {
        return "context";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        ContextConfig config = host.config(ContextConfig.class);
        Snippets snippets = new Snippets(config);
        Today today = new Today(config, Clock.systemUTC());
        contributions.agent(
                new AgentType<>(
                        "context",
                        "Adds named snippets, the date and your client's metadata to what the model"
                                + " knows",
                        Arguments.class,
                        arguments ->
                                new ContextAgent(snippets.named(arguments.snippets()), today)));
    }
}
