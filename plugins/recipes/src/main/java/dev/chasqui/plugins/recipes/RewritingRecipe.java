package dev.chasqui.plugins.recipes;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.DerivedReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

/** Replaces a word in a stream, also where the pieces cut it. */
public final class RewritingRecipe implements Plugin, Agent {
    private static final String FROM = "Llama";
    private static final String TO = "Alpaca";

    @Override
    public String name() {
        return "alpaca";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        contributions.agent(AgentType.of("alpaca", "Writes Alpaca for Llama", this));
    }

    @Override
    public ChatReply after(ChatReply reply, Exchange exchange) {
        return new Rewritten(reply);
    }

    private static final class Rewritten extends DerivedReply {
        /** The end of the text so far, if the word may begin there. */
        private String held = "";

        Rewritten(ChatReply reply) {
            super(reply);
        }

        @Override
        protected void take(ReplyEvent event) {
            if (event instanceof ReplyEvent.Text piece) {
                String text = (held + piece.text()).replace(FROM, TO);
                int certain = text.length() - beginning(text);
                held = text.substring(certain);
                give(new ReplyEvent.Text(text.substring(0, certain)));
            } else {
                if (event.isContent()) {
                    end();
                }
                pass(event);
            }
        }

        @Override
        protected void end() {
            if (!held.isEmpty()) {
                give(new ReplyEvent.Text(held));
                held = "";
            }
        }

        /** Returns the length of the longest end of a text with which the word begins. */
        private static int beginning(String text) {
            int length = Math.min(text.length(), FROM.length() - 1);
            while (!text.endsWith(FROM.substring(0, length))) {
                length--;
            }
            return length;
        }
    }
}
