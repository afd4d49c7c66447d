package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.QueryForm;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.responses.BackgroundRuns;
import dev.chasqui.application.responses.Responses;
import dev.chasqui.application.responses.RunEvents;
import dev.chasqui.application.responses.StoredResponses;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.StoredResponse;

import io.helidon.http.Method;

import java.time.Duration;
import java.util.List;

/** The routes by which callers read, cancel and remove the responses that are kept for them. */
public final class ResponseRoutes {
    private final Surface surface;
    private final StoredResponses responses;
    private final BackgroundRuns background;
    private final Duration keepAlive;

    /**
     * Prepares the routes.
     *
     * @param keepAlive the longest silence of a stream before a sign of life goes out
     */
    public ResponseRoutes(Surface surface, Responses responses, Duration keepAlive) {
        this.surface = surface;
        this.responses = responses.stored();
        this.background = responses.background();
        this.keepAlive = keepAlive;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        for (String version : List.of("/v1", "")) {
            String one = version + "/responses/{id}";
            routes.get(one, Access.USER, surface, this::find);
            routes.add(new HttpRoute(Method.DELETE, one, Access.USER, surface, true, this::remove));
            routes.post(one + "/cancel", Access.USER, surface, this::cancel);
            routes.get(one + "/input_items", Access.USER, surface, this::input);
        }
    }

    static String segment(Call call, String name) {
        return call.request().path().pathParameters().get(name);
    }

    private void find(Call call) {
        QueryForm query = new QueryForm(call.request().prologue().query().rawValue());
        StoredResponse found = responses.find(owner(call), segment(call, "id"));
        if (query.only("stream").filter("true"::equals).isPresent()) {
            RunEvents events = background.events(found.id()).orElseThrow(ResponseRoutes::noEvents);
            EventStream.send(call, events, first(query), keepAlive);
        } else {
            call.send(Answer.json(found.object()));
        }
    }

    private static FailureException noEvents() {
        return new FailureException(
                new Failure.Invalid(
                        "stream",
                        "stream: the events of this response are not there (expected: a response"
                                + " that was asked for with \"background\": true and \"stream\":"
                                + " true, and that runs or has just ended); leave it out"));
    }

    /** Returns the number of the first event that a client wants. */
    private static int first(QueryForm query) {
        String after = query.only("starting_after").orElse("-1");
        if (after.matches("-1|\\d{1,9}")) {
            return Integer.parseInt(after) + 1;
        }
        throw new FailureException(
                new Failure.Invalid(
                        "starting_after",
                        "starting_after: " + after + " (expected: the number of an event)"));
    }

    static String owner(Call call) {
        return call.caller().name();
    }

    private void remove(Call call) {
        String id = segment(call, "id");
        responses.remove(owner(call), id);
        call.send(Answer.json(deleted(id, "response")));
    }

    /** Returns the mark of deletion of a thing. */
    static Json.Obj deleted(String id, String object) {
        return Json.Obj.EMPTY
                .with("id", Json.of(id))
                .with("object", Json.of(object))
                .with("deleted", Json.of(true));
    }

    private void cancel(Call call) {
        call.send(Answer.json(responses.cancel(owner(call), segment(call, "id")).object()));
    }

    private void input(Call call) {
        call.send(
                Answer.json(
                        ItemLists.json(
                                responses.input(
                                        owner(call), segment(call, "id"), ItemLists.query(call)))));
    }
}
