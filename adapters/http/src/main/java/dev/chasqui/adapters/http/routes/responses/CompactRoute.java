package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.ResponseKeeper;
import dev.chasqui.adapters.dialects.ResponseWishes;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.routes.CallHeaders;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The route that makes one item of a conversation: a summary by the model that is asked. The item
 * stands for all before it, handed back by the client or continued by the id of the answer.
 */
public final class CompactRoute {
    private static final String QUESTION =
            "Summarise the conversation above for yourself, so that you can go on with it from the"
                + " summary alone. Keep all facts, names, numbers, decisions, open questions and"
                + " results of tools that may matter later. Write the summary only.";

    private final ResponseParts parts;

    /** Prepares the route. */
    public CompactRoute(ResponseParts parts) {
        this.parts = parts;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        for (String version : List.of("/v1", "")) {
            routes.post(
                    version + "/responses/compact", Access.USER, parts.surface(), this::compact);
        }
    }

    private void compact(Call call) {
        byte[] body = Compactions.readable(call.body(parts.mostBody()));
        if (!(JsonReader.readRequest(body, 0, body.length) instanceof Json.Obj asked)) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(), "the body is no JSON object (expected: one)"));
        }
        ResponseWishes wished = parts.codec().wishes(body);
        ResponseWishes wishes =
                new ResponseWishes(
                        wished.store(), false, wished.previous(), Optional.empty(), false);
        try (ResponsePlan plan =
                new ResponsePlan(
                        ResponseAsker.of(call),
                        parts.responses(),
                        wishes,
                        body.length,
                        parts.exchanges().mayShorten())) {
            Incoming.Chat incoming =
                    new BoundResponseCodec(parts.codec(), plan)
                            .decode(
                                    question(asked).toBytes(),
                                    CallHeaders.given(call.request().headers()));
            List<ReplyEvent> events = new ArrayList<>();
            parts.exchanges()
                    .whole(call, new ChatPayload(incoming.request(), List.of()), events::add);
            ReplyHead head =
                    new ReplyHead(
                            call.id(), call.journal().startedAt(), call.journal().backends()::name);
            Json.Obj said = parts.codec().whole(incoming, head, events, ResponseKeeper.NONE);
            Json.Obj object = compacted(plan, said);
            plan.keeper().keep(object.with("status", Json.of("completed")), List.of());
            call.send(Answer.json(object));
        }
    }

    /** Returns the request for a summary. */
    private static Json.Obj question(Json.Obj asked) {
        List<Json> items = new ArrayList<>();
        switch (asked.get("input").orElse(Json.Null.NULL)) {
            case Json.Null _ -> {}
            case Json.Arr(List<Json> given) -> items.addAll(given);
            case Json other -> items.add(message(other));
        }
        items.add(message(Json.of(QUESTION)));
        Json.Obj question =
                Json.Obj.EMPTY
                        .with("model", asked.get("model").orElse(Json.Null.NULL))
                        .with("input", new Json.Arr(items));
        return asked.get("instructions")
                .map(instructions -> question.with("instructions", instructions))
                .orElse(question);
    }

    private static Json.Obj message(Json content) {
        return Json.Obj.EMPTY.with("role", Json.of("user")).with("content", content);
    }

    private static Json.Obj compacted(ResponsePlan plan, Json.Obj said) {
        String summary = text(said);
        if (summary.isBlank()) {
            throw new FailureException(
                    new Failure.BackendFailed(
                            said.text("model").orElse("the model"), "it wrote no summary"));
        }
        return Json.Obj.EMPTY
                .with("id", Json.of(plan.id()))
                .with("object", Json.of("response.compaction"))
                .with("created_at", said.get("created_at").orElse(Json.of(0)))
                .with("output", new Json.Arr(List.of(Compactions.of(summary))))
                .with("usage", said.get("usage").orElse(Json.Null.NULL));
    }

    /** Returns the text of a response's messages. */
    private static String text(Json.Obj response) {
        StringBuilder text = new StringBuilder();
        for (Json.Obj item : objects(response, "output")) {
            for (Json.Obj part : objects(item, "content")) {
                if (part.text("type").orElse("").equals("output_text")) {
                    text.append(part.text("text").orElse(""));
                }
            }
        }
        return text.toString();
    }

    private static List<Json.Obj> objects(Json.Obj holder, String name) {
        return holder.get(name).orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> items)
                ? items.stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .toList()
                : List.of();
    }
}
