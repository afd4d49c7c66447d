package mark;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

/** An agent that writes the version of its jar behind each piece of a reply. */
public class Mark implements Plugin, Agent {
    private static final int VERSION = 0;

    @Override
    public String name() {
        return "mark";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        contributions.agent(AgentType.of(name(), "Marks each piece", this));
    }

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        return chain.proceed(request)
                .map(
                        event ->
                                event instanceof ReplyEvent.Text text
                                        ? new ReplyEvent.Text(text.text() + "<" + VERSION + ">")
                                        : event);
    }
}
