package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.responses.Responses;
import dev.chasqui.application.responses.StoredConversations;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.StoredConversation;

import io.helidon.http.Method;

import java.util.List;
import java.util.Optional;

/** The routes of conversations and their items. */
public final class ConversationRoutes {
    private final Surface surface;
    private final Responses responses;
    private final GivenItems given;
    private final int mostBody;

    /**
     * Prepares the routes.
     *
     * @param codec reads the items that clients give
     * @param mostBody the most bytes of a request's body
     */
    public ConversationRoutes(
            Surface surface, Responses responses, ClientResponseCodec codec, int mostBody) {
        this.surface = surface;
        this.responses = responses;
        this.given = new GivenItems(codec, responses.stored());
        this.mostBody = mostBody;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        for (String version : List.of("/v1", "")) {
            String all = version + "/conversations";
            String one = all + "/{id}";
            String items = one + "/items";
            String item = items + "/{item}";
            routes.post(all, Access.USER, surface, this::create);
            routes.get(one, Access.USER, surface, this::find);
            routes.post(one, Access.USER, surface, this::describe);
            delete(routes, one, this::remove);
            routes.get(items, Access.USER, surface, this::items);
            routes.post(items, Access.USER, surface, this::append);
            routes.get(item, Access.USER, surface, this::item);
            delete(routes, item, this::removeItem);
        }
    }

    private void delete(RouteTable routes, String path, Endpoint endpoint) {
        routes.add(new HttpRoute(Method.DELETE, path, Access.USER, surface, true, endpoint));
    }

    private StoredConversations conversations() {
        return responses.conversations();
    }

    private static String owner(Call call) {
        return ResponseRoutes.owner(call);
    }

    private static String id(Call call) {
        return ResponseRoutes.segment(call, "id");
    }

    private static String itemId(Call call) {
        return ResponseRoutes.segment(call, "item");
    }

    private Json.Obj body(Call call) {
        byte[] body = call.body(mostBody);
        responses.stored().requireSize(body.length);
        if (body.length == 0) {
            return Json.Obj.EMPTY;
        }
        if (JsonReader.readRequest(body, 0, body.length) instanceof Json.Obj object) {
            return object;
        }
        throw new FailureException(
                new Failure.Invalid(
                        Optional.empty(), "the body is no JSON object (expected: one)"));
    }

    private void requireKeeping() {
        if (!responses.stored().keeps()) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "this server keeps no conversations (responses.store: never in the"
                                    + " config); send the earlier items in \"input\""));
        }
    }

    private void create(Call call) {
        requireKeeping();
        Json.Obj body = body(call);
        Json.Obj metadata = GivenItems.metadata(body);
        List<Json.Obj> items = given.items(owner(call), body, false);
        call.send(Answer.json(json(conversations().create(owner(call), metadata, items))));
    }

    private void find(Call call) {
        call.send(Answer.json(json(conversations().find(owner(call), id(call)))));
    }

    private void describe(Call call) {
        requireKeeping();
        Json.Obj metadata = GivenItems.metadata(body(call));
        call.send(Answer.json(json(conversations().describe(owner(call), id(call), metadata))));
    }

    private void remove(Call call) {
        conversations().remove(owner(call), id(call));
        call.send(Answer.json(ResponseRoutes.deleted(id(call), "conversation.deleted")));
    }

    private void items(Call call) {
        call.send(
                Answer.json(
                        ItemLists.json(
                                conversations()
                                        .items(owner(call), id(call), ItemLists.query(call)))));
    }

    private void append(Call call) {
        requireKeeping();
        StoredConversation there = conversations().find(owner(call), id(call));
        List<Json.Obj> items = given.items(owner(call), body(call), true);
        conversations().append(owner(call), there.id(), items);
        call.send(Answer.json(ItemLists.json(new ItemPage(items, false))));
    }

    private void item(Call call) {
        call.send(Answer.json(conversations().item(owner(call), id(call), itemId(call))));
    }

    private void removeItem(Call call) {
        conversations().removeItem(owner(call), id(call), itemId(call));
        call.send(Answer.json(json(conversations().find(owner(call), id(call)))));
    }

    private static Json.Obj json(StoredConversation conversation) {
        return Json.Obj.EMPTY
                .with("id", Json.of(conversation.id()))
                .with("object", Json.of("conversation"))
                .with("created_at", Json.of(conversation.created().getEpochSecond()))
                .with("metadata", conversation.metadata());
    }
}
