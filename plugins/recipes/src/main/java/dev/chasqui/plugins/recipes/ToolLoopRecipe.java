package dev.chasqui.plugins.recipes;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets the model call a function of this agent, and asks it again with the result. */
public final class ToolLoopRecipe implements Plugin, Agent {
    private static final int MOST_ROUNDS = 5;

    private static final Tool CLOCK =
            new Tool.Function(
                    "clock",
                    Optional.of("Returns the present time in UTC."),
                    Optional.of(Json.Obj.EMPTY.with("type", Json.of("object"))),
                    Json.Obj.EMPTY);

    private final InstantSource clock;

    public ToolLoopRecipe() {
        this(InstantSource.system());
    }

    ToolLoopRecipe(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        contributions.agent(AgentType.of("clock", "Lets the model look at the clock", this));
    }

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        ChatRequest next = request.withTools(List.of(CLOCK));
        for (int round = 1; round < MOST_ROUNDS; round++) {
            List<ReplyEvent> events = read(chain.proceed(next));
            List<String> calls = calls(events);
            if (calls.isEmpty()) {
                return ChatReply.of(events);
            }
            chain.exchange().progress("looking at the clock");
            next = next.withMessages(answered(next.messages(), calls));
        }
        // The last reply is handed on as it comes: without tools, it is an answer.
        return chain.proceed(next.withTools(List.of()));
    }

    private static List<ReplyEvent> read(ChatReply reply) {
        List<ReplyEvent> events = new ArrayList<>();
        try (reply) {
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                events.add(event);
            }
        }
        return events;
    }

    /** Returns the ids of the calls; a call may come in several events, the first has its id. */
    private static List<String> calls(List<ReplyEvent> events) {
        return events.stream()
                .filter(ReplyEvent.ToolCallDelta.class::isInstance)
                .map(event -> ((ReplyEvent.ToolCallDelta) event).id())
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private List<Message> answered(List<Message> messages, List<String> calls) {
        List<Message> longer = new ArrayList<>(messages);
        longer.add(
                message(
                        Role.ASSISTANT,
                        List.of(),
                        calls.stream().map(id -> new ToolCall(id, "clock", "{}")).toList(),
                        Optional.empty()));
        for (String id : calls) {
            Part result = new Part.Text(clock.instant().toString());
            longer.add(message(Role.TOOL, List.of(result), List.of(), Optional.of(id)));
        }
        return longer;
    }

    private static Message message(
            Role role, List<Part> content, List<ToolCall> calls, Optional<String> answers) {
        return new Message(
                role,
                content,
                Optional.empty(),
                calls,
                answers,
                Optional.empty(),
                Json.Obj.EMPTY,
                Optional.empty());
    }
}
