package dev.chasqui.bootstrap.trial;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A backend whose one model always replies the same text, each word as a piece. Immutable. */
final class SayingBackend implements Backend, ChatAbility {
    /** The name of the backend and of its one model. */
    static final String NAME = "model-says";

    private final String text;

    SayingBackend(String text) {
        this.text = text;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Zone zone() {
        return Zone.RESTRICTED;
    }

    @Override
    public List<ModelInfo> models() {
        Json.Obj kinds =
                Json.Obj.EMPTY.with("kinds", new Json.Arr(List.of(Json.of(ModelKind.CHAT.word()))));
        return List.of(
                new ModelInfo(
                        NAME,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Json.Obj.EMPTY,
                        kinds));
    }

    @Override
    public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        List<ReplyEvent> events = new ArrayList<>();
        events.add(new ReplyEvent.Opened(Role.ASSISTANT));
        for (String word : text.split("(?<= )", -1)) {
            events.add(new ReplyEvent.Text(word));
        }
        events.add(new ReplyEvent.Finish(FinishReason.STOP));
        return new Answer(ChatReply.of(events));
    }
}
