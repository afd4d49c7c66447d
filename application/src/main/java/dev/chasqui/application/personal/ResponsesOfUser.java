package dev.chasqui.application.personal;

import dev.chasqui.application.port.personal.PersonalData;
import dev.chasqui.application.port.responses.ConversationStore;
import dev.chasqui.application.port.responses.ResponseStore;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;
import dev.chasqui.domain.response.StoredConversation;
import dev.chasqui.domain.response.StoredResponse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

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
        Optional<String> after = Optional.empty();
        for (List<StoredResponse> page = responses.export(owner, after, PAGE);
                !page.isEmpty();
                page = responses.export(owner, after, PAGE)) {
            for (StoredResponse response : page) {
                receiver.take(
                        Json.Obj.EMPTY
                                .with("response", response.object())
                                .with("input", new Json.Arr(List.copyOf(response.input()))));
            }
            after = Optional.of(page.getLast().id());
        }
        exportConversations(owner, receiver);
    }

    private void exportConversations(String owner, Receiver receiver) throws IOException {
        Optional<String> after = Optional.empty();
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
            after = Optional.of(page.getLast().id());
        }
    }

    private void exportItems(StoredConversation of, Receiver receiver) throws IOException {
        Optional<ItemPage> page = items(of, Optional.empty());
        while (page.isPresent() && !page.get().items().isEmpty()) {
            List<Json.Obj> items = page.get().items();
            for (Json.Obj item : items) {
                receiver.take(
                        Json.Obj.EMPTY.with("conversation", Json.of(of.id())).with("item", item));
            }
            page = page.get().more() ? items(of, items.getLast().text("id")) : Optional.empty();
        }
    }

    private Optional<ItemPage> items(StoredConversation of, Optional<String> after) {
        return conversations.items(
                of.owner(), of.id(), new ItemQuery(after, Optional.empty(), false, PAGE));
    }

    @Override
    public long forget(String owner) {
        return responses.forget(owner);
    }
}
