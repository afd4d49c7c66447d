package ${package};

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

/** Asks the model and puts a greeting before its reply. */
public final class ${className} implements Plugin, Agent {
    @Override
    public String name() {
        return "${artifactId}";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        contributions.agent(AgentType.of("${artifactId}", "Puts a greeting before the reply", this));
    }

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        ChatReply reply = chain.proceed(request);
        // A structured reply is read by a program, which expects no greeting.
        return request.settings().format().structured() ? reply : reply.startingWith("Hello! ");
    }
}
