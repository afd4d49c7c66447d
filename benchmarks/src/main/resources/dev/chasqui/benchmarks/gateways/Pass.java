package pass;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

/** An agent that only passes requests on, so that its cost is the cost of the pipeline. */
public class Pass implements Plugin, Agent {
    @Override
    public String name() {
        return "pass";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        contributions.agent(AgentType.of(name(), "Goes on", this));
    }

    /** An agent that passes on each event of the reply itself. */
    static final class Wrap implements Agent {
        @Override
        public ChatReply after(ChatReply reply, Exchange exchange) {
            return reply.map(event -> event);
        }
    }

    /** The same agent in a trusted jar, so that it runs on the server's own threads. */
    public static final class Trusted extends Pass {
        @Override
        public String name() {
            return "pass-trusted";
        }

        @Override
        public void start(Host host, Contributions contributions) {
            super.start(host, contributions);
            contributions.agent(AgentType.of("wrap-trusted", "Goes on", new Wrap()));
        }
    }
}
