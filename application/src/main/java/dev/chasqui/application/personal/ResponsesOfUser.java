package dev.chasqui.application.personal;

import dev.chasqui.application.port.personal.PersonalData;
import dev.chasqui.application.port.responses.ConversationStore;
import dev.chasqui.application.port.responses.ItemBatch;
import dev.chasqui.application.port.responses.Position;
import dev.chasqui.application.port.responses.ResponseStore;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.StoredConversation;
import dev.chasqui.domain.response.StoredResponse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The responses and conversations of users. An export has an item for each response, for each
 * conversation, and for each item of one.
 */
public final class ResponsesOfUser implements PersonalData {
    private static final int PAGE = 50;

    private final ResponseStore responses;
    private final ConversationStore conversations;

    public ResponsesOfUser(ResponseStore responses, ConversationStore conversations) {
        this.responses = responses;
        this.conversations = conversations;
    }

    @Override
    public String kind() {
        return "responses";
    }

    @Override
    public void export(String owner, Receiver receiver) throws IOException {
        Optional<Position> after = Optional.empty();
        for (List<StoredResponse> page = responses.export(owner, after, PAGE);
                !page.isEmpty();
                page = responses.export(owner, after, PAGE)) {
            for (StoredResponse response : page) {
                receiver.take(
                        Json.Obj.EMPTY
                                .with("response", response.object())
                                .with("input", new Json.Arr(List.copyOf(response.input()))));
            }
            after = Optional.of(Position.of(page.getLast()));
        }
        exportConversations(owner, receiver);
    }

    private void exportConversations(String owner, Receiver receiver) throws IOException {
        Optional<Position> after = Optional.empty();
        for (List<StoredConversation> page = conversations.export(owner, after, PAGE);
                !page.isEmpty();
                page = conversations.export(owner, after, PAGE)) {
            for (StoredConversation conversation : page) {
                receiver.take(
                        Json.Obj.EMPTY
                                .with("conversation", Json.of(conversation.id()))
                                .with("metadata", conversation.metadata()));
                exportItems(conversation, receiver);
            }
            after = Optional.of(Position.of(page.getLast()));
        }
    }

    private void exportItems(StoredConversation of, Receiver receiver) throws IOException {
        OptionalLong from = OptionalLong.of(0);
        while (from.isPresent()) {
            ItemBatch batch = conversations.exportItems(of.owner(), of.id(), from.getAsLong());
            for (Json.Obj item : batch.items()) {
                receiver.take(
                        Json.Obj.EMPTY.with("conversation", Json.of(of.id())).with("item", item));
            }
            from = batch.next();
        }
    }

    @Override
    public long forget(String owner) {
        return responses.forget(owner);
    }
}
